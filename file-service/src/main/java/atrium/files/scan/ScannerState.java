package atrium.files.scan;

import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the scanner gives verdicts; a change is told in the log, once. Files wait meanwhile, so the service is degraded
 * and not down.
 */
final class ScannerState implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(ScannerState.class);
    private static final Status DEGRADED = new Status("DEGRADED");
    private static final String NOTHING = "";

    private final AtomicReference<String> trouble = new AtomicReference<>(NOTHING);

    void answered() {
        if (!trouble.getAndSet(NOTHING).isEmpty()) {
            log.info("the scanner gives verdicts again");
        }
    }

    void failed(Exception e) {
        String why = Words.of(e.getMessage(), e.getClass().getSimpleName());
        if (trouble.getAndSet(why).isEmpty()) {
            log.warn("the scanner gives no verdict: {}; asking again until it does", why);
        }
    }

    @Override
    public Health health() {
        String why = trouble.get();
        return why.isEmpty()
                ? Health.up().build()
                : Health.status(DEGRADED)
                        .withDetail("reason", "The scanner gives no verdict; files wait for it")
                        .withDetail("last", why)
                        .build();
    }
}
