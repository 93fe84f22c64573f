package atrium.gateway.ratelimit.redis;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Says whether the gateways share their limits. If they do not, each has its own and serves all the same. */
final class SharedLimitsHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final SharedLimits limits;

    SharedLimitsHealth(SharedLimits limits) {
        this.limits = limits;
    }

    @Override
    public Health health() {
        boolean connected = limits.isConnected();
        boolean late = limits.isLate();
        return (connected && !late ? Health.up() : Health.status(DEGRADED))
                .withDetail("connected", connected)
                .withDetail("late", late)
                .build();
    }
}
