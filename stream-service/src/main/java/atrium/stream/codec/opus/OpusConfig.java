package atrium.stream.codec.opus;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;

/**
 * {@code OpusHead} (RFC 7845, section 5.1): what enhanced RTMP carries ahead of Opus, and what an MP4 {@code dOps} box is
 * made of. Two are equal if their bytes are.
 */
public final class OpusConfig {

    /** Opus is always decoded at this rate, and counts in its samples (RFC 7845, section 4). */
    public static final int SAMPLE_RATE = 48_000;

    private static final byte[] MAGIC = {'O', 'p', 'u', 's', 'H', 'e', 'a', 'd'};
    private static final int LENGTH = 19;

    private final byte[] bytes;

    private OpusConfig(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a header; keeps a copy of its bytes. */
    public static OpusConfig parse(byte[] head) {
        if (head.length < LENGTH || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new MalformedInputException("OpusHead: " + head.length + " bytes (expected: 19 or more)");
        }
        if ((head[MAGIC.length] & 0xf0) != 0 || head[9] == 0) {
            throw new MalformedInputException("OpusHead: version " + head[8] + ", " + head[9] + " channels");
        }
        return new OpusConfig(head.clone());
    }

    public int channels() {
        return bytes[9] & 0xff;
    }

    /** A copy of the header. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OpusConfig that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "opus, " + channels() + " channels";
    }
}
