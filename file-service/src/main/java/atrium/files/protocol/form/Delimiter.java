package atrium.files.protocol.form;

import java.util.Arrays;

/** A sequence of bytes to look for, with Horspool's table of how far one may jump after a miss. */
final class Delimiter {

    private final byte[] wanted;
    private final int[] jump = new int[256];

    Delimiter(byte[] wanted) {
        this.wanted = wanted.clone();
        Arrays.fill(jump, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) {
            jump[wanted[i] & 0xff] = wanted.length - 1 - i;
        }
    }

    int length() {
        return wanted.length;
    }

    /** Where it first begins in {@code bytes} from {@code from} to before {@code to}; -1 if nowhere. */
    int indexIn(byte[] bytes, int from, int to) {
        int last = wanted.length - 1;
        for (int at = from; at + last < to; at += jump[bytes[at + last] & 0xff]) {
            if (bytes[at + last] == wanted[last]
                    && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }
}
