package atrium.stream.codec;

/** What a decoder of sound must know before the first sample, in the form that MP4, FLV and RTMP share. */
public interface SoundConfig {

    /** As in the {@code codecs} parameter of a MIME type (RFC 6381). */
    String codec();

    /** A copy of the whole. */
    byte[] bytes();

    /** Samples a second of each channel. */
    int sampleRate();

    /** How many channels; 0 where only the frames tell. */
    int channels();
}
