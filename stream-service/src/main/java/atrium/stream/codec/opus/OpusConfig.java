package atrium.stream.codec.opus;

import atrium.stream.codec.DecoderConfig;
import atrium.stream.codec.MalformedInputException;
import atrium.stream.codec.SoundConfig;
import java.util.Arrays;

/**
 * {@code OpusHead} (RFC 7845, section 5.1): what enhanced RTMP carries ahead of Opus, and what an MP4 {@code dOps} box is
 * made of. Two are equal if their bytes are.
 */
public final class OpusConfig extends DecoderConfig implements SoundConfig {

    /** Opus is always decoded at this rate, and counts in its samples (RFC 7845, section 4). */
    public static final int SAMPLE_RATE = 48_000;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};
    private static final byte[] COMMENT_MAGIC = {'O', 'p', 'u', 's', 'T', 'a', 'g', 's'};
    /** Without a channel mapping table. */
    private static final int LENGTH = 19;
    /** Section 5.1: all versions below 16 can be read. */
    private static final int MAJOR_VERSION = 0xf0;

    private OpusConfig(byte[] bytes) {
        super(bytes);
    }

    /** Whether this is the comment header (RFC 7845, section 5.2), which follows an identification header in Ogg. */
    public static boolean isComment(byte[] header) {
        return startsWith(header, COMMENT_MAGIC);
    }

    /** Reads a header; keeps a copy of its bytes. */
    public static OpusConfig parse(byte[] head) {
        if (head.length < LENGTH || !startsWith(head, MAGIC)) {
            throw new MalformedInputException("OpusHead: " + head.length + " bytes (expected: 19 or more)");
        }
        int version = head[8] & 0xff;
        int channels = head[9] & 0xff;
        if ((version & MAJOR_VERSION) != 0 || channels == 0) {
            throw new MalformedInputException("OpusHead: version " + version + ", " + channels
                    + " channels (expected: at most 15, and 1 or more)");
        }
        checkMapping(head, head[18] & 0xff, channels);
        return new OpusConfig(head.clone());
    }

    /** Section 5.1.1: family 0 has at most two channels and no table, others a table of two counts and an entry each. */
    private static void checkMapping(byte[] head, int family, int channels) {
        int mostChannels = switch (family) {
            case 0 -> 2;
            case 1 -> 8;
            default -> 255;
        };
        int length = family == 0 ? LENGTH : LENGTH + 2 + channels;
        if (channels > mostChannels || head.length < length) {
            throw new MalformedInputException(
                    "OpusHead: mapping family %d, %d channels, %d bytes (expected: at most %d channels, %d bytes or more)"
                            .formatted(family, channels, head.length, mostChannels, length));
        }
    }

    private static boolean startsWith(byte[] header, byte[] magic) {
        return header.length >= magic.length && Arrays.equals(header, 0, magic.length, magic, 0, magic.length);
    }

    @Override
    public String codec() {
        return "opus";
    }

    @Override
    public int sampleRate() {
        return SAMPLE_RATE;
    }

    @Override
    public int channels() {
        return bytes[9] & 0xff;
    }

    @Override
    public String toString() {
        return "opus, " + channels() + " channels";
    }
}
