package atrium.files.catalog.s3;

import atrium.files.lock.Locks;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Mends the catalog a while after each start and then daily, in one of the services at a time. */
public final class CatalogMending implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CatalogMending.class);
    private static final String LOCK = "catalog:mending";
    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofDays(1);
    /** After this no entry is on its way any more whose keys are there already. */
    private static final Duration OLD = Duration.ofHours(1);

    private final S3Catalog catalog;
    private final Locks locks;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("catalog-mending").daemon().factory());
    private volatile boolean running;

    public CatalogMending(S3Catalog catalog, Locks locks, InstantSource clock) {
        this.catalog = catalog;
        this.locks = locks;
        this.clock = clock;
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
            int keys = lock == null ? 0 : catalog.mend(clock.instant().minus(OLD));
            if (keys > 0) {
                log.info("deleted {} keys of the catalog that led nowhere", keys);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("the catalog was not mended; trying again in {}", PAUSE, e);
        }
    }
}
