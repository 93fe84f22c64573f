package atrium.files.backlog;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The files that something has still to be done with, oldest first.
 *
 * <p>The catalog is the list, so nothing is lost with the process. Here is only what of it comes next, and at most
 * {@link #MOST} of that: who completes a file adds it without a look into the catalog, and what did not fit, or was left
 * by a process that is gone, is looked for when there is room. So a file may be given out that is done already; whoever
 * takes one looks it up again before doing anything.
 *
 * <p>Any thread may add; one thread takes.
 *
 * @param <E> what the catalog has of such a file
 */
public final class Backlog<E extends Entry> {

    static final int MOST = 1_000;

    private final Catalog catalog;
    private final Function<Entry, Optional<E>> due;
    private final Comparator<E> oldestFirst;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All below: guarded by the lock.
    private final Map<FileId, E> waiting = new LinkedHashMap<>();
    private boolean whole;
    private boolean news = true;

    /**
     * @param due the entry as this backlog's, if something has to be done with it
     * @param file the file that the entry is of
     */
    public Backlog(Catalog catalog, Function<Entry, Optional<E>> due, Function<E, StoredFile> file) {
        this.catalog = catalog;
        this.due = due;
        this.oldestFirst = Comparator.comparing((E entry) -> file.apply(entry).createdAt())
                .thenComparing(entry -> entry.id().value());
    }

    /** Adds what has just been put into the catalog. */
    public void add(E entry) {
        lock.lock();
        try {
            if (waiting.size() < MOST) {
                waiting.put(entry.id(), entry);
            } else {
                whole = false;
            }
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out what there is nothing more to do with. */
    public void done(FileId id) {
        lock.lock();
        try {
            waiting.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** What comes next, oldest first; may look into the catalog. */
    public List<E> next() throws IOException {
        if (beginLooking()) {
            try {
                fill(look());
            } catch (IOException | RuntimeException e) {
                lookAgain();
                throw e;
            }
        }
        lock.lock();
        try {
            return waiting.values().stream().sorted(oldestFirst).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until there is news since {@link #next}, or for {@code atMost}; tells whether there is. */
    public boolean await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            for (long left = atMost.toNanos(); !news && left > 0; ) {
                left = changed.awaitNanos(left);
            }
            return news;
        } finally {
            lock.unlock();
        }
    }

    /** Has the catalog searched the next time, for what another process has left. */
    public void lookAgain() {
        lock.lock();
        try {
            whole = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #await}. */
    public void wake() {
        lock.lock();
        try {
            wakeUp();
        } finally {
            lock.unlock();
        }
    }

    private void wakeUp() {
        news = true;
        changed.signalAll();
    }

    private boolean beginLooking() {
        lock.lock();
        try {
            news = false;
            boolean look = !whole;
            whole = true;
            return look;
        } finally {
            lock.unlock();
        }
    }

    private List<E> look() throws IOException {
        return catalog.unsettled().stream()
                .flatMap(entry -> due.apply(entry).stream())
                .sorted(oldestFirst)
                .limit(MOST + 1)
                .toList();
    }

    private void fill(List<E> found) {
        lock.lock();
        try {
            for (E entry : found) {
                if (waiting.size() >= MOST && !waiting.containsKey(entry.id())) {
                    whole = false;
                    return;
                }
                waiting.put(entry.id(), entry);
            }
        } finally {
            lock.unlock();
        }
    }
}
