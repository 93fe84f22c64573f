package atrium.platform.config;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** Says which configuration text was refused: the service works, on values older than an operator believes. */
public final class ConfigurationHealth implements HealthIndicator {

    private static final Status DEGRADED = new Status("DEGRADED");

    private final LiveConfiguration configuration;

    public ConfigurationHealth(LiveConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Health health() {
        var rejections = configuration.rejections();
        return rejections.isEmpty()
                ? Health.up().build()
                : Health.status(DEGRADED).withDetail("refused", rejections).build();
    }
}
