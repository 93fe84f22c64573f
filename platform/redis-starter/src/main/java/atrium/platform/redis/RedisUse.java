package atrium.platform.redis;

import java.util.List;

/**
 * What a service uses Redis for.
 *
 * @param client the name by which Redis lists its connections
 * @param without what is so while Redis is away, to be told in the log: {@code uploads are refused}
 * @param scripts what is loaded before a link is used
 */
public record RedisUse(String client, String without, List<RedisScript<?>> scripts) {

    public RedisUse {
        scripts = List.copyOf(scripts);
    }
}
