package atrium.files.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces a directory's entries to the disk, for all who wait for that at once: one force begun after several renames
 * makes all of them last.
 */
final class ForcedDirectory {

    private final Path directory;
    private final AtomicLong asked = new AtomicLong();
    private final ReentrantLock forcing = new ReentrantLock();
    /** The last of those who asked before the last force began. Guarded by {@code forcing}. */
    private long served;

    ForcedDirectory(Path directory) {
        this.directory = directory;
    }

    /** Returns when every name that was given before is on the disk. */
    void force() throws IOException {
        long mine = asked.incrementAndGet();
        forcing.lock();
        try {
            if (served < mine) {
                long upTo = asked.get();
                try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                    entries.force(true);
                }
                served = upTo;
            }
        } finally {
            forcing.unlock();
        }
    }
}
