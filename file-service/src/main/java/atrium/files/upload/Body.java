package atrium.files.upload;

import java.io.Closeable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way in, whatever protocol brings them.
 *
 * <p>Used by one thread, which may block. Whoever implements it holds a bounded amount and makes the sender wait.
 */
public interface Body extends Closeable {

    /**
     * The next bytes, at least one, which belong to the caller until the next call; {@code null} at the orderly end.
     *
     * @throws BodyCutException if no more will come although the body has not ended
     */
    @Nullable
    ByteBuffer next() throws BodyCutException;

    /** Gives back everything that was not taken. */
    @Override
    void close();
}
