package atrium.stream.protocol.rtmp;

import java.time.Duration;

/**
 * How much of our state and time a peer may take.
 *
 * @param maxMessage the longest media message of a publisher, in bytes
 * @param maxCommand the longest command or metadata message, in bytes; also the longest media message of who has not
 *     been allowed to publish
 * @param maxChunkStreams chunk streams in use at once; encoders use four to eight
 * @param patience how long a connection may take to begin to publish or play
 */
public record RtmpLimits(int maxMessage, int maxCommand, int maxChunkStreams, Duration patience) {}
