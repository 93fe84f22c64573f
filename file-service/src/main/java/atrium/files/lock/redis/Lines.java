package atrium.files.lock.redis;

import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who of this process waits for which lock. Only the first in line asks Redis, so that a lock that is given back wakes one
 * a process, however many wait.
 */
final class Lines {

    private final Map<String, Line> lines = new HashMap<>();

    private static final class Line {

        private final Semaphore front = new Semaphore(1, true);
        private final Semaphore news = new Semaphore(0);
        private int length;
    }

    synchronized Place join(String name) {
        Line line = lines.computeIfAbsent(name, missing -> new Line());
        line.length++;
        return new Place(name, line);
    }

    /** The lock has been given back. */
    void free(String name) {
        Line line = find(name);
        if (line != null && line.news.availablePermits() == 0) {
            line.news.release();
        }
    }

    private synchronized @Nullable Line find(String name) {
        return lines.get(name);
    }

    private synchronized void leave(String name, Line line) {
        line.length--;
        if (line.length == 0) {
            lines.remove(name);
        }
    }

    /** A place in line; used by one thread, which leaves by closing it. */
    final class Place implements AutoCloseable {

        private final String name;
        private final Line line;
        private boolean first;

        private Place(String name, Line line) {
            this.name = name;
            this.line = line;
        }

        /** Waits until nobody is before, and tells whether that came to be. */
        boolean becomesFirst(long nanos) throws InterruptedIOException {
            first = acquire(line.front, nanos);
            return first;
        }

        /** Waits until the lock may be free. */
        void awaitNews(long nanos) throws InterruptedIOException {
            acquire(line.news, nanos);
        }

        private boolean acquire(Semaphore permit, long nanos) throws InterruptedIOException {
            try {
                return permit.tryAcquire(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the lock " + name);
            }
        }

        @Override
        public void close() {
            if (first) {
                line.front.release();
            }
            leave(name, line);
        }
    }
}
