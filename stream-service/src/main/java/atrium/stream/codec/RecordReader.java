package atrium.stream.codec;

import java.nio.ByteBuffer;

/**
 * Reads the bytes of a decoder configuration record that a stranger sent (ISO/IEC 14496-15): past the end is the
 * record's fault.
 */
public final class RecordReader {

    private final String record;
    private final ByteBuffer in;

    /**
     * @param record its name, for messages
     * @param from the index of the first byte to read, at most the length of {@code bytes}
     */
    public RecordReader(String record, byte[] bytes, int from) {
        this.record = record;
        this.in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    }

    public int unsignedByte() {
        return Byte.toUnsignedInt(need(1).get());
    }

    public int unsignedShort() {
        return Short.toUnsignedInt(need(2).getShort());
    }

    /** A NAL unit after its length of 16 bits, at least as long as the {@code header} that all have. */
    public byte[] nalUnit(int header) {
        int length = unsignedShort();
        if (length < header) {
            throw new MalformedInputException(
                    record + ": parameter set of " + length + " bytes (expected: " + header + " or more)");
        }
        need(length);
        byte[] nal = new byte[length];
        in.get(nal);
        return nal;
    }

    private ByteBuffer need(int bytes) {
        if (in.remaining() < bytes) {
            throw new MalformedInputException(record + ": " + in.remaining() + " bytes more (expected: " + bytes + ")");
        }
        return in;
    }
}
