package atrium.gateway.ratelimit.redis;

import atrium.platform.redis.ConditionalOnRedis;
import atrium.platform.redis.RedisProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits that gateways share, where a Redis is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRedis
@EnableConfigurationProperties(RedisProperties.class)
class SharedLimitsConfiguration {

    @Bean(initMethod = "start")
    SharedLimits sharedLimits(RedisProperties redis, MeterRegistry meters) {
        return new SharedLimits(redis, SharedLimits.PATIENCE, System::nanoTime, meters);
    }

    @Bean
    HealthIndicator sharedLimitsHealthIndicator(SharedLimits limits) {
        return new SharedLimitsHealth(limits);
    }
}
