package atrium.files;

import atrium.files.lock.Locks;
import atrium.files.lock.local.LocalLocks;
import atrium.platform.redis.ConditionalOnRedis;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Locks of a service that has a bucket for itself. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "atrium.files.store", havingValue = "s3")
@ConditionalOnRedis(false)
class LoneLocksConfiguration {

    private static final Logger log = LoggerFactory.getLogger(LoneLocksConfiguration.class);

    /** Longer than what is on its way to the bucket takes to get there. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    Locks locks() {
        log.warn("no Redis is named (ATRIUM_REDIS_URI): no other file-service may use this bucket");
        return new LocalLocks(PATIENCE);
    }
}
