package atrium.platform.registry;

import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Says when Nacos cannot be reached. The service goes on with the configuration and the instances that it knows, so it is
 * degraded, not down; readiness does not look here.
 */
public final class NacosHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");
    private static final String REACHED = "UP";

    private final Supplier<String> status;

    /** @param status what the client says of its connection: {@code UP} or another word */
    public NacosHealth(Supplier<String> status) {
        this.status = status;
    }

    @Override
    public Health health() {
        return REACHED.equals(status.get())
                ? Health.up().build()
                : Health.status(DEGRADED)
                        .withDetail("reason", "Nacos does not answer; the last known configuration and instances hold")
                        .build();
    }
}
