package atrium.files.lock.redis;

import atrium.platform.redis.RedisScript;
import java.util.List;

/** What Redis does in one step; what each takes and returns is said in its file. */
final class LockScripts {

    private static final String DIRECTORY = "/atrium/files/redis/";

    static final RedisScript<Long> TAKE = RedisScript.ofNumber(DIRECTORY + "take.lua");
    static final RedisScript<Long> RENEW = RedisScript.ofNumber(DIRECTORY + "renew.lua");
    static final RedisScript<Long> GIVE = RedisScript.ofNumber(DIRECTORY + "give.lua");

    static final List<RedisScript<?>> ALL = List.of(TAKE, RENEW, GIVE);

    private LockScripts() {}
}
