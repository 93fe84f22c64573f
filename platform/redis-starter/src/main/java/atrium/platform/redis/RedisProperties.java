package atrium.platform.redis;

import io.lettuce.core.RedisURI;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where several instances of a service meet. Read once, at the start; the same for all of them.
 *
 * @param uri {@code redis://[user:password@]host[:port][/database]}, {@code rediss://} with TLS; empty: this service is
 *     alone. Redis 7 or newer, one server. It has a password, so it is never printed
 * @param timeout how long Redis may take to connect or to answer before it counts as away
 */
@ConfigurationProperties("atrium.redis")
public record RedisProperties(
        @NotNull @DefaultValue("") String uri,
        @DurationMin(millis = 100) @DefaultValue("2s") Duration timeout) {

    /** The key of {@link #uri}. */
    static final String URI = "atrium.redis.uri";

    /**
     * @param client the name by which Redis lists the connections
     * @throws IllegalArgumentException if the URI is none, without repeating it
     */
    RedisURI toRedisUri(String client) {
        try {
            RedisURI parsed = RedisURI.create(uri.strip());
            if (parsed.getHost() == null || parsed.getHost().isEmpty()) {
                throw notOne();
            }
            parsed.setTimeout(timeout);
            parsed.setClientName(client);
            return parsed;
        } catch (IllegalArgumentException e) {
            throw notOne();
        }
    }

    private static IllegalArgumentException notOne() {
        return new IllegalArgumentException(URI + ": not of the form redis://[user:password@]host[:port][/database]");
    }

    @Override
    public String toString() {
        return "RedisProperties[uri=%s, timeout=%s]".formatted(uri.isBlank() ? "" : "(set)", timeout);
    }
}
