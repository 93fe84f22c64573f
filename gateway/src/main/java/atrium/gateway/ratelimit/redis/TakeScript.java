package atrium.gateway.ratelimit.redis;

import atrium.gateway.ratelimit.Limit;
import atrium.platform.redis.RedisLink;
import atrium.platform.redis.RedisScript;
import java.util.concurrent.CompletionStage;

/** Takes a token of the bucket at a key, and replies as {@code Buckets} do. */
@FunctionalInterface
interface TakeScript {

    RedisScript<Long> SCRIPT = RedisScript.ofNumber("/atrium/gateway/redis/take.lua");

    CompletionStage<Long> run(String key, Limit limit);

    static TakeScript over(RedisLink link) {
        return (key, limit) -> link.run(
                SCRIPT, new String[] {key}, Long.toString(limit.interval()), Long.toString(limit.window()));
    }
}
