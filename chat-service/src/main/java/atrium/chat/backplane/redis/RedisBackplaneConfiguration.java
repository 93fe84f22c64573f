package atrium.chat.backplane.redis;

import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.redis.ConditionalOnRedis;
import atrium.platform.redis.RedisProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts Redis between the nodes, where its URI is set. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRedis
@EnableConfigurationProperties(RedisProperties.class)
class RedisBackplaneConfiguration {

    @Bean(initMethod = "start")
    RedisBackplane redisBackplane(RedisProperties redis, Live<ChatProperties> properties, MeterRegistry registry) {
        SecureRandom random = new SecureRandom();
        Supplier<String> words = () -> Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
        return new RedisBackplane(redis, properties, words, System::nanoTime, registry);
    }

    @Bean
    HealthIndicator chatBackplaneHealthIndicator(RedisBackplane backplane) {
        return new RedisBackplaneHealth(backplane);
    }
}
