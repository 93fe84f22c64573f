package atrium.platform.registry;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Says when Nacos cannot be reached. The service goes on with the configuration and the instances that it knows, so it is
 * degraded, not down; readiness does not look here.
 *
 * <p>The client asks the server, and waits for most of a minute for one that stands still. So it is asked on a thread of its
 * own, one question at a time, and no answer soon is an answer, too.
 */
public final class NacosHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final String REACHED = "UP";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Supplier<String> status;
    private final Duration patience;
    private CompletableFuture<String> question = CompletableFuture.completedFuture(REACHED);

    /** @param status what the client says of its connection: {@code UP} or another word; may block */
    public NacosHealth(Supplier<String> status) {
        this(status, PATIENCE);
    }

    NacosHealth(Supplier<String> status, Duration patience) {
        this.status = status;
        this.patience = patience;
    }

    @Override
    public Health health() {
        return isReached()
                ? Health.up().build()
                : Health.status(DEGRADED)
                        .withDetail("reason", "Nacos does not answer; the last known configuration and instances hold")
                        .build();
    }

    private boolean isReached() {
        try {
            return REACHED.equals(question().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return false; // whatever the client fails by, it has not reached the server
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The one that is not answered yet, or a new one. */
    private synchronized CompletableFuture<String> question() {
        if (question.isDone()) {
            question = CompletableFuture.supplyAsync(
                    status, task -> Thread.ofVirtual().name("nacos-health").start(task));
        }
        return question;
    }
}
