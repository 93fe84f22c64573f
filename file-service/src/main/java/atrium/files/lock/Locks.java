package atrium.files.lock;

import java.io.IOException;
import java.util.Optional;

/**
 * Locks by name, each held by one request at most, in whatever process that runs.
 *
 * <p>A lock can be asked back: whoever wants one that is held lets its holder know, who ends what it does and gives the
 * lock back. So a client whose connection hangs is not kept from its own upload by the connection it has lost.
 *
 * <p>Any thread may call. {@link #hold} blocks, and is called on virtual threads. Who of several that wait is next, is
 * not promised.
 */
public interface Locks {

    /**
     * Takes the lock. Whoever has it is asked to give it back, and waited for.
     *
     * @param askedBack tells the new holder that somebody wants the lock; runs on any thread, at most once, and must not
     *     block
     * @throws atrium.platform.problem.ProblemException 423 if the holder does not give it back in time
     * @throws IOException if it cannot be known who holds the lock
     */
    Held hold(String name, Runnable askedBack) throws IOException;

    /**
     * As above, for a request whose turn is told by the time at which it came: where it is known that the holder came later,
     * that one keeps the lock.
     *
     * @param came as {@link System#nanoTime}
     * @throws atrium.platform.problem.ProblemException 423 also if the holder came later
     */
    default Held hold(String name, long came, Runnable askedBack) throws IOException {
        return hold(name, askedBack);
    }

    /** Takes the lock, unless somebody has it; who does is not asked. */
    Optional<Held> tryHold(String name, Runnable askedBack) throws IOException;

    /** A lock for as short a time that nobody needs to ask it back. */
    default Held hold(String name) throws IOException {
        return hold(name, () -> {});
    }

    /** Gives the lock back when closed, once; closing it again does nothing. */
    interface Held extends AutoCloseable {

        /** Whether the lock was lost while it was held, because its lease could not be renewed in time. */
        boolean isLost();

        @Override
        void close();
    }
}
