package atrium.files.lock.redis;

import atrium.platform.redis.ConditionalOnRedis;
import atrium.platform.redis.RedisProperties;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Locks among all services on a bucket, where there is one and a Redis is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "atrium.files.store", havingValue = "s3")
@ConditionalOnRedis
@EnableConfigurationProperties({RedisProperties.class, LeaseProperties.class})
class RedisLocksConfiguration {

    private static final int TOKEN = 16;

    @Bean(initMethod = "start")
    RedisLocks locks(RedisProperties redis, LeaseProperties properties) {
        return new RedisLocks(redis, properties, tokens(new SecureRandom()), RedisLocks.POLL, System::nanoTime);
    }

    @Bean
    HealthIndicator fileLocksHealthIndicator(RedisLocks locks) {
        return new RedisLocksHealth(locks);
    }

    private static Supplier<String> tokens(SecureRandom random) {
        return () -> {
            byte[] token = new byte[TOKEN];
            random.nextBytes(token);
            return HexFormat.of().formatHex(token);
        };
    }
}
