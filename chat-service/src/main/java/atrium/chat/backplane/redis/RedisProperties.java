package atrium.chat.backplane.redis;

import io.lettuce.core.RedisURI;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where several chat-services meet. Read once, at the start.
 *
 * @param uri {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} with TLS; empty: this service is
 *     alone. Redis 7 or newer, one server. It has a password, so it is never printed
 * @param timeout how long Redis may take to connect or to answer before rooms go on without it
 */
@ConfigurationProperties("atrium.chat.redis")
record RedisProperties(
        @NotNull @DefaultValue("") String uri,
        @DurationMin(millis = 100) @DefaultValue("2s") Duration timeout) {

    boolean isSet() {
        return !uri.isBlank();
    }

    /** @throws IllegalArgumentException if the URI is none, without repeating it */
    RedisURI toRedisUri() {
        try {
            RedisURI parsed = RedisURI.create(uri.strip());
            parsed.setTimeout(timeout);
            parsed.setClientName("atrium-chat");
            return parsed;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "atrium.chat.redis.uri: not of the form redis://[user:password@]host[:port][/database]");
        }
    }

    @Override
    public String toString() {
        return "RedisProperties[uri=%s, timeout=%s]".formatted(isSet() ? "(set)" : "", timeout);
    }
}
