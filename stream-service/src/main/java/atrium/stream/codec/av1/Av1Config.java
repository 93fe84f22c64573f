package atrium.stream.codec.av1;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;

/**
 * {@code AV1CodecConfigurationRecord} ("AV1 in ISOBMFF", section 2.3): what FLV, RTMP and MP4 carry ahead of
 * AV1. Two are equal if their bytes are.
 */
public final class Av1Config {

    private static final int HEADER = 4;

    private final byte[] bytes;

    private Av1Config(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a record; keeps a copy of its bytes. */
    public static Av1Config parse(byte[] record) {
        if (record.length < HEADER || record[0] != (byte) 0x81) {
            throw new MalformedInputException("av1C: " + record.length + " bytes (expected: 4 or more, version 1)");
        }
        return new Av1Config(record.clone());
    }

    /** A copy of the record. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int width() {
        return 0;
    }

    public int height() {
        return 0;
    }

    public String codec() {
        return "av01";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Av1Config that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
