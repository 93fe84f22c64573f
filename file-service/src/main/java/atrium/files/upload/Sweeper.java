package atrium.files.upload;

import atrium.files.quota.FileProperties;
import atrium.platform.config.Live;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks for what has expired, every sweep interval; a changed interval counts from the next round on. */
public final class Sweeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Removal removal;
    private final Live<FileProperties> properties;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("file-sweeper").daemon().factory());
    private volatile boolean running;

    public Sweeper(Removal removal, Live<FileProperties> properties, InstantSource clock) {
        this.removal = removal;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        scheduleNext();
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its errors are logged where they happen
    private void scheduleNext() {
        Duration wait = properties.get().sweepInterval();
        timer.schedule(
                this::sweepAndGoOn, (wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait).toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweepAndGoOn() {
        try {
            int swept = removal.sweep(clock.instant());
            if (swept > 0) {
                log.info("deleted {} expired files and uploads", swept);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("could not delete all that has expired; trying again later", e);
        } finally {
            if (running) {
                scheduleNext();
            }
        }
    }
}
