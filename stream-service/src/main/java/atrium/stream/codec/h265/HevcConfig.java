package atrium.stream.codec.h265;

import atrium.stream.codec.MalformedInputException;
import java.util.Arrays;

/**
 * {@code HEVCDecoderConfigurationRecord} (ISO/IEC 14496-15, section 8.3.3.1.2): what FLV, RTMP and MP4 carry ahead of
 * H.265 pictures. Two are equal if their bytes are.
 */
public final class HevcConfig {

    private static final int HEADER = 23;

    private final byte[] bytes;

    private HevcConfig(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads a record; keeps a copy of its bytes. */
    public static HevcConfig parse(byte[] record) {
        if (record.length < HEADER || record[0] != 1) {
            throw new MalformedInputException("hvcC: " + record.length + " bytes (expected: 23 or more, version 1)");
        }
        return new HevcConfig(record.clone());
    }

    /** A copy of the record. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Bytes of the length that stands before each NAL unit of a picture. */
    public int lengthSize() {
        return (bytes[21] & 3) + 1;
    }

    public int width() {
        return 0;
    }

    public int height() {
        return 0;
    }

    public String codec() {
        return "hvc1";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HevcConfig that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
