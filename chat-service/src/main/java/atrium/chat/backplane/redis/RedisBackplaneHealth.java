package atrium.chat.backplane.redis;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Says whether rooms are one on all nodes. If they are not, this node still serves its own members. */
final class RedisBackplaneHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final RedisBackplane backplane;

    RedisBackplaneHealth(RedisBackplane backplane) {
        this.backplane = backplane;
    }

    @Override
    public Health health() {
        long alone = backplane.roomsAlone();
        boolean whole = backplane.isConnected() && alone == 0;
        return (whole ? Health.up() : Health.status(DEGRADED))
                .withDetail("mode", "redis")
                .withDetail("connected", backplane.isConnected())
                .withDetail("roomsAlone", alone)
                .build();
    }
}
