package atrium.files.backlog;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Goes through a backlog whenever there is news, and again after a while whenever something did not work.
 *
 * <p>One virtual thread, which is not interrupted at the stop: it may be writing into the catalog.
 */
public final class Worker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    /** After that the catalog is searched for what another process has left. */
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);
    /** Less than what a phase of the stop has. */
    private static final Duration LAST_PIECE = Duration.ofSeconds(6);

    private final String name;
    private final Backlog<?> backlog;
    private final Backoff backoff;
    private final Round round;
    private final AtomicBoolean trouble = new AtomicBoolean();
    private volatile CountDownLatch end = new CountDownLatch(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    /** What is done with the backlog. */
    @FunctionalInterface
    public interface Round {

        /** Goes through it once, as far as it gets while {@code worker} is not {@link #isHeldUp}. */
        void run(Worker worker) throws IOException, InterruptedException;

        /** Ends what takes long; called when the worker stops, from another thread. */
        default void stop() {}
    }

    /** @param name of its thread, and in the log */
    public Worker(String name, Backlog<?> backlog, Backoff backoff, Round round) {
        this.name = name;
        this.backlog = backlog;
        this.backoff = backoff;
        this.round = round;
    }

    /** Something did not work: the round had better end, and another comes after a while. Any thread. */
    public void troubled() {
        trouble.set(true);
        backlog.wake();
    }

    /** Something worked. Any thread. */
    public void succeeded() {
        backoff.reset();
    }

    /** Whether nothing more should be begun now. */
    public boolean isHeldUp() {
        return trouble.get() || !running;
    }

    @Override
    public synchronized void start() {
        running = true;
        end = new CountDownLatch(1);
        thread = Thread.ofVirtual().name(name).start(this::work);
    }

    @Override
    public synchronized void stop() {
        running = false;
        end.countDown();
        backlog.wake();
        round.stop();
        try {
            if (thread != null && !thread.join(LAST_PIECE)) {
                log.warn("{} did not end within {}; what it was at comes again after the next start", name, LAST_PIECE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        try {
            while (running) {
                goThrough();
                waitForMore();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void goThrough() throws InterruptedException {
        try {
            round.run(this);
        } catch (IOException | RuntimeException e) {
            log.warn("{} cannot go on; trying again later", name, e);
            trouble.set(true);
        }
    }

    private void waitForMore() throws InterruptedException {
        if (trouble.get()) {
            boolean ended = end.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS);
            trouble.set(ended);
        } else if (running && !backlog.await(LOOK_AGAIN)) {
            backlog.lookAgain();
        }
    }
}
