package atrium.stream.codec;

import java.util.Arrays;

/**
 * Reads bits, most significant first, and the Exp-Golomb codes that H.264 (section 9.1), H.265 (section 9.2) and AV1
 * (section 4.10.3) share. Reading past the end is the input's fault.
 */
public final class BitReader {

    private static final int LONGEST_PREFIX = 31;

    private final byte[] bytes;
    private int position;

    /** @param bytes are read where they are, so the caller leaves them as they are */
    public BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The content of a NAL unit of H.264 (section 7.4.1.1) or H.265 (section 7.4.2.1): the third byte of 00 00 03 is not
     * part of it.
     *
     * @param header how many bytes of header to leave out
     */
    public static BitReader ofNalUnit(byte[] nal, int header) {
        byte[] out = new byte[nal.length];
        int length = 0;
        int zeros = 0;
        for (int i = header; i < nal.length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            out[length++] = nal[i];
        }
        return new BitReader(Arrays.copyOf(out, length));
    }

    public int bit() {
        need(1);
        int bit = bytes[position >> 3] >> (7 - (position & 7)) & 1;
        position++;
        return bit;
    }

    public boolean flag() {
        return bit() == 1;
    }

    /** @param count at most 32 */
    public int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    public void skip(int count) {
        need(count);
        position += count;
    }

    /** {@code ue(v)}, section 9.1: as many zeros as bits follow the first one. */
    public int unsigned() {
        int zeros = 0;
        while (bit() == 0) {
            zeros++;
            if (zeros > LONGEST_PREFIX) {
                throw new MalformedInputException("Exp-Golomb prefix: more than 31 zeros");
            }
        }
        long value = (1L << zeros) - 1 + (zeros == 0 ? 0 : Integer.toUnsignedLong(bits(zeros)));
        if (value > Integer.MAX_VALUE) {
            throw new MalformedInputException("Exp-Golomb value: " + value + " (expected: below 2^31)");
        }
        return (int) value;
    }

    /** {@code se(v)}, section 9.1.1: 1, -1, 2, -2, ... */
    public int signed() {
        int code = unsigned();
        return (code & 1) == 1 ? code / 2 + 1 : -(code / 2);
    }

    /** Reads {@code unsigned()} and refuses more than {@code max}. */
    public int unsigned(String what, int max) {
        int value = unsigned();
        if (value > max) {
            throw new MalformedInputException(what + ": " + value + " (expected: at most " + max + ")");
        }
        return value;
    }

    private void need(int count) {
        if (count > bytes.length * 8 - position) {
            throw new MalformedInputException("header ends after " + bytes.length + " bytes, too early");
        }
    }
}
