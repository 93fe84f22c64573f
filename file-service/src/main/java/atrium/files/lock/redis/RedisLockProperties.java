package atrium.files.lock.redis;

import io.lettuce.core.RedisURI;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where several file-services on one bucket meet. Read once, at the start; the same for all of them.
 *
 * @param uri {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} with TLS; empty: this service is
 *     alone. Redis 7 or newer, one server. It has a password, so it is never printed
 * @param timeout how long Redis may take to connect or to answer before a request is refused
 * @param lease how long a lock outlives the process that holds it; renewed after a third of it
 * @param patience how long a request waits for a lock; longer than the lease, so that it outlives a killed holder
 */
@ConfigurationProperties("atrium.files.redis")
record RedisLockProperties(
        @NotNull @DefaultValue("") String uri,
        @DurationMin(millis = 100) @DefaultValue("2s") Duration timeout,
        @DurationMin(millis = 300) @DefaultValue("10s") Duration lease,
        @DurationMin(millis = 100) @DefaultValue("15s") Duration patience) {

    /** @throws IllegalArgumentException if the URI is none, without repeating it */
    RedisURI toRedisUri() {
        try {
            RedisURI parsed = RedisURI.create(uri.strip());
            if (parsed.getHost() == null || parsed.getHost().isEmpty()) {
                throw notOne();
            }
            parsed.setTimeout(timeout);
            parsed.setClientName("atrium-files");
            return parsed;
        } catch (IllegalArgumentException e) {
            throw notOne();
        }
    }

    private static IllegalArgumentException notOne() {
        return new IllegalArgumentException(
                "atrium.files.redis.uri: not of the form redis://[user:password@]host[:port][/database]");
    }

    @Override
    public String toString() {
        return "RedisLockProperties[uri=%s, timeout=%s, lease=%s, patience=%s]"
                .formatted(uri.isBlank() ? "" : "(set)", timeout, lease, patience);
    }
}
