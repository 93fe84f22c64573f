package atrium.files.upload;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way in, whatever protocol brings them.
 *
 * <p>Used by one thread, which may block. Whoever implements it holds a bounded amount and makes the sender wait.
 */
public interface Body extends Closeable {

    /**
     * Called once before the first {@link #next}: at most so many bytes will be taken. A body that has to see all of
     * itself before a byte of it counts does that here, and may throw what {@link #next} may, or refuse.
     */
    default void prepare(long most) throws IOException {}

    /**
     * The next bytes, at least one, which belong to the caller until the next call; {@code null} at the orderly end.
     *
     * @throws BodyCutException if no more will come although the body has not ended
     * @throws IOException if the bytes could not be read from where they lie
     */
    @Nullable
    ByteBuffer next() throws IOException;

    /** How many bytes the sender says that there are; -1 if it does not say. */
    default long announced() {
        return -1;
    }

    /** When its request came, as {@link System#nanoTime}: of two for one upload the later goes on with it. */
    default long came() {
        return System.nanoTime();
    }

    /** Ends the body from any thread, if it has not ended; what has arrived is still given. Does not block. */
    void cut(BodyCutException.Reason reason);

    /** Gives back everything that was not taken. */
    @Override
    void close();
}
