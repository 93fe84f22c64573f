package atrium.files.upload;

import atrium.files.catalog.FileId;
import atrium.files.problem.FileProblem;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One lock an id: its holder alone changes the blob and the entry. Nobody waits for one; a second request is told so
 * and may come again. A lock ends with the request that holds it, and that with the body's idle time-out.
 */
public final class UploadLocks {

    private final Set<FileId> held = ConcurrentHashMap.newKeySet();

    /** Takes the lock, or refuses with 423. */
    Held hold(FileId id) {
        return tryHold(id)
                .orElseThrow(() -> FileProblem.LOCKED.with(
                        "Another request is writing to this upload; ask for its offset when that has ended."));
    }

    /** Takes the lock, unless somebody has it. */
    Optional<Held> tryHold(FileId id) {
        return held.add(id) ? Optional.of(() -> held.remove(id)) : Optional.empty();
    }

    /** Gives the lock back when closed. */
    @FunctionalInterface
    interface Held extends AutoCloseable {

        @Override
        void close();
    }
}
