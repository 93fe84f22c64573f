package atrium.files.lock.redis;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Says whether locks can be had. If not, files can still be listed and got, but not uploaded or deleted. */
final class RedisLocksHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final RedisLocks locks;

    RedisLocksHealth(RedisLocks locks) {
        this.locks = locks;
    }

    @Override
    public Health health() {
        boolean connected = locks.isConnected();
        return (connected ? Health.up() : Health.status(DEGRADED))
                .withDetail("connected", connected)
                .build();
    }
}
