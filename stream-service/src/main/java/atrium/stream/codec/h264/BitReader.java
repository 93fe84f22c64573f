package atrium.stream.codec.h264;

import atrium.stream.codec.MalformedInputException;

/** Reads bits, most significant first, and Exp-Golomb codes (ITU-T H.264, section 9.1). */
final class BitReader {

    private static final int LONGEST_PREFIX = 31;

    private final byte[] bytes;
    private int position;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int bit() {
        if (position >= bytes.length * 8) {
            throw new MalformedInputException("parameter set ends after " + bytes.length + " bytes, too early");
        }
        int bit = bytes[position >> 3] >> (7 - (position & 7)) & 1;
        position++;
        return bit;
    }

    boolean flag() {
        return bit() == 1;
    }

    int bits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /** {@code ue(v)}, section 9.1: as many zeros as bits follow the first one. */
    int unsigned() {
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
    int signed() {
        int code = unsigned();
        return (code & 1) == 1 ? code / 2 + 1 : -(code / 2);
    }

    /** Reads {@code unsigned()} and refuses more than {@code max}. */
    int unsigned(String what, int max) {
        int value = unsigned();
        if (value > max) {
            throw new MalformedInputException(what + ": " + value + " (expected: at most " + max + ")");
        }
        return value;
    }
}
