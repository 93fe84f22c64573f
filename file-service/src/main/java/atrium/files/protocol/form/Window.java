package atrium.files.protocol.form;

import atrium.files.upload.Body;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a body of fixed size, in which a delimiter can be looked for although the body comes in pieces that may
 * split it. Used by one thread.
 */
final class Window {

    private static final int SIZE = 64 * 1024;

    private final Body source;
    private final byte[] bytes = new byte[SIZE];
    private int head;
    private int tail;
    private @Nullable ByteBuffer piece;
    private boolean ended;

    /** @param before bytes to see before the first of {@code source} */
    Window(Body source, byte[] before) {
        this.source = source;
        System.arraycopy(before, 0, bytes, 0, before.length);
        this.tail = before.length;
    }

    int available() {
        return tail - head;
    }

    byte at(int index) {
        return bytes[head + index];
    }

    /** Reads until at least {@code wanted} bytes are here; false if the body ends before. */
    boolean require(int wanted) throws IOException {
        while (available() < wanted) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    /** Where {@code delimiter} begins, counted from the head; -1 if it is not in what is here. */
    int indexOf(Delimiter delimiter) {
        int found = delimiter.indexIn(bytes, head, tail);
        return found < 0 ? -1 : found - head;
    }

    /** The next {@code length} bytes, which are then behind; valid until more is read. */
    ByteBuffer take(int length) {
        ByteBuffer taken = ByteBuffer.wrap(bytes, head, length);
        head += length;
        return taken;
    }

    void skip(int length) {
        head += length;
    }

    byte[] copy(int length) {
        return Arrays.copyOfRange(bytes, head, head + length);
    }

    /** Adds what the next piece brings and the window has room for; false at the end of the body. */
    boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        if (piece == null || !piece.hasRemaining()) {
            piece = source.next();
            if (piece == null) {
                ended = true;
                return false;
            }
        }
        compact();
        int length = Math.min(piece.remaining(), bytes.length - tail);
        piece.get(bytes, tail, length);
        tail += length;
        return true;
    }

    private void compact() {
        if (head > 0) {
            System.arraycopy(bytes, head, bytes, 0, tail - head);
            tail -= head;
            head = 0;
        }
        if (tail == bytes.length) {
            throw new IllegalStateException("the window is full; its reader must take before it fills");
        }
    }
}
