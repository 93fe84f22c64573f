package atrium.files.lock.local;

import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Locks in memory. They end with the process, so none is ever left behind or lost. */
public final class LocalLocks implements Locks {

    private final Duration patience;
    private final Map<String, Holding> held = new ConcurrentHashMap<>();

    /** @param patience how long a holder has to give back what it is asked for */
    public LocalLocks(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Held hold(String name, Runnable askedBack) throws IOException {
        return hold(new Holding(name, OptionalLong.empty(), askedBack));
    }

    @Override
    public Held hold(String name, long came, Runnable askedBack) throws IOException {
        return hold(new Holding(name, OptionalLong.of(came), askedBack));
    }

    private Held hold(Holding mine) throws IOException {
        String name = mine.name;
        long deadline = System.nanoTime() + patience.toNanos();
        for (Holding other = held.putIfAbsent(name, mine); other != null; other = held.putIfAbsent(name, mine)) {
            if (other.cameAfter(mine)) {
                throw FileProblem.LOCKED.with("A later request goes on with this.");
            }
            other.askBack();
            if (!other.isGivenBackBy(deadline)) {
                throw FileProblem.LOCKED.with(
                        "Another request is at work on this; it did not end within " + patience + ". Come again.");
            }
        }
        return mine;
    }

    @Override
    public Optional<Held> tryHold(String name, Runnable askedBack) {
        Holding mine = new Holding(name, OptionalLong.empty(), askedBack);
        return held.putIfAbsent(name, mine) == null ? Optional.of(mine) : Optional.empty();
    }

    private final class Holding implements Held {

        private final String name;
        private final OptionalLong came;
        private final Runnable askedBack;
        private final AtomicBoolean asked = new AtomicBoolean();
        private final CountDownLatch givenBack = new CountDownLatch(1);

        /** @param came empty where the order of coming means nothing */
        Holding(String name, OptionalLong came, Runnable askedBack) {
            this.name = name;
            this.came = came;
            this.askedBack = askedBack;
        }

        boolean cameAfter(Holding other) {
            return came.isPresent() && other.came.isPresent() && came.getAsLong() - other.came.getAsLong() > 0;
        }

        void askBack() {
            if (asked.compareAndSet(false, true)) {
                askedBack.run();
            }
        }

        boolean isGivenBackBy(long deadline) throws InterruptedIOException {
            try {
                return givenBack.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for the lock " + name);
            }
        }

        @Override
        public boolean isLost() {
            return false;
        }

        @Override
        public void close() {
            held.remove(name, this);
            givenBack.countDown();
        }
    }
}
