package atrium.files.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Finds the end of the name, which has no mark of its own: the sender writes it at once and then waits for {@code ok}.
 *
 * <p>So it ends where the sender pauses. A newline ends it, too, without a wait: that is what a line typed into {@code nc}
 * has, and what lets a script send name and bytes through one pipe. The pause is short, because every sender of a name
 * without a newline waits for it, and exists at all, because TCP may deliver what was written at once in pieces.
 */
final class NameReader {

    /** {@code \r\n} may follow. */
    private static final int LONGEST = TransferName.MAX_BYTES + 2;

    private final TimedInput input;
    private final byte[] bytes = new byte[4096];
    private int length;

    NameReader(TimedInput input) {
        this.input = input;
    }

    /**
     * What a sender begins with.
     *
     * @param rest what came after the name, and belongs to the file
     */
    record Opening(String name, byte[] rest) {}

    Opening read(Duration timeout, Duration pause) throws IOException {
        if (!more(timeout)) {
            throw new TransferRefusedException("no name came (expected: within " + timeout.toSeconds() + " s)");
        }
        int end = newline();
        while (end < 0) {
            if (length > LONGEST) {
                throw TransferName.tooLong();
            }
            if (!more(pause)) {
                return opening(length, length);
            }
            end = newline();
        }
        return opening(end > 0 && bytes[end - 1] == '\r' ? end - 1 : end, end + 1);
    }

    private boolean more(Duration patience) throws IOException {
        int read = input.read(bytes, length, patience);
        length += Math.max(0, read);
        return read > 0;
    }

    private int newline() {
        for (int i = 0; i < Math.min(length, LONGEST); i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private Opening opening(int nameEnd, int restBegin) throws TransferRefusedException {
        return new Opening(
                TransferName.of(Arrays.copyOf(bytes, nameEnd)), Arrays.copyOfRange(bytes, restBegin, length));
    }
}
