package atrium.stream.protocol.rtmp;

/**
 * How much of its state a peer may make us keep.
 *
 * @param maxMessage the longest media message, in bytes
 * @param maxCommand the longest command or metadata message, in bytes
 * @param maxChunkStreams chunk streams in use at once; encoders use four to eight
 */
public record RtmpLimits(int maxMessage, int maxCommand, int maxChunkStreams) {}
