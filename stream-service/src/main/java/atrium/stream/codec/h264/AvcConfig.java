package atrium.stream.codec.h264;

import atrium.stream.codec.MalformedInputException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * {@code AVCDecoderConfigurationRecord} (ISO/IEC 14496-15, section 5.3.3.1.2): what FLV, RTMP and MP4 carry ahead of
 * H.264 pictures. Two are equal if their bytes are.
 */
public final class AvcConfig {

    private static final int VERSION = 1;

    private final byte[] bytes;
    private final Sps sps;

    private AvcConfig(byte[] bytes, Sps sps) {
        this.bytes = bytes;
        this.sps = sps;
    }

    /** Reads a record; keeps a copy of its bytes. */
    public static AvcConfig parse(byte[] record) {
        if (record.length < 8 || record[0] != VERSION) {
            throw new MalformedInputException("avcC: " + record.length + " bytes, version "
                    + (record.length == 0 ? "none" : record[0]) + " (expected: 8 or more, version 1)");
        }
        if ((record[5] & 0x1f) == 0) {
            throw new MalformedInputException("avcC: no sequence parameter set");
        }
        ByteBuffer in = ByteBuffer.wrap(record, 6, record.length - 6);
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new MalformedInputException(
                    "avcC: parameter set of " + length + " bytes (expected: at most " + in.remaining() + ")");
        }
        byte[] nal = new byte[length];
        in.get(nal);
        return new AvcConfig(record.clone(), Sps.parse(nal));
    }

    public Sps sps() {
        return sps;
    }

    /** A copy of the record. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Bytes of the length that stands before each NAL unit of a picture. */
    public int lengthSize() {
        return (bytes[4] & 3) + 1;
    }

    /** RFC 6381, section 3.3: the three bytes after the version in hexadecimal. */
    public String codec() {
        return "avc1.%02x%02x%02x".formatted(bytes[1], bytes[2], bytes[3]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AvcConfig that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return codec() + " " + sps.width() + "x" + sps.height();
    }
}
