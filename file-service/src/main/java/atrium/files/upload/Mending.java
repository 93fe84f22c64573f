package atrium.files.upload;

import atrium.files.lock.Locks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Clears away what killed services have left in a store that several share: a while after each start and then daily, in
 * one of them at a time.
 */
public final class Mending implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Mending.class);
    private static final String LOCK = "mending";
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofDays(1);

    private final Locks locks;
    private final List<Task> tasks;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("file-mending").daemon().factory());
    private volatile boolean running;

    public Mending(Locks locks, List<Task> tasks) {
        this.locks = locks;
        this.tasks = List.copyOf(tasks);
    }

    /** Clears something away, and tells how much. */
    @FunctionalInterface
    public interface Task {

        int run() throws IOException;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // its errors are logged where they happen
    public void start() {
        running = true;
        timer.scheduleWithFixedDelay(this::mend, FIRST.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void mend() {
        try (Locks.Held lock = locks.tryHold(LOCK, () -> {}).orElse(null)) {
            int cleared = 0;
            for (Task task : lock == null ? List.<Task>of() : tasks) {
                cleared += task.run();
            }
            if (cleared > 0) {
                log.info("cleared {} objects away that nothing led to", cleared);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("could not clear away all that nothing leads to; trying again in {}", PAUSE, e);
        }
    }
}
