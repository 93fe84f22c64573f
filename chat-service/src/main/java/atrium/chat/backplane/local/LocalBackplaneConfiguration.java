package atrium.chat.backplane.local;

import atrium.platform.redis.ConditionalOnRedis;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One node alone, where no Redis is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRedis(false)
class LocalBackplaneConfiguration {

    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Status DEGRADED = new Status("DEGRADED");

    @Bean
    ModerationFile moderationFile(@Value("${atrium.chat.data}") Path directory, InstantSource clock) {
        return ModerationFile.open(directory, clock, RETRY);
    }

    @Bean
    LocalBackplane localBackplane(ModerationFile file, InstantSource clock) {
        SecureRandom random = new SecureRandom();
        return new LocalBackplane(() -> Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX), file, clock);
    }

    /** Rooms go on with a disk that is full; a restart would forget who is muted. */
    @Bean
    HealthIndicator chatBackplaneHealthIndicator(ModerationFile file) {
        return () -> (file.failing() ? Health.status(DEGRADED) : Health.up())
                .withDetail("mode", "local")
                .build();
    }
}
