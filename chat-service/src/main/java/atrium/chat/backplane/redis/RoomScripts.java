package atrium.chat.backplane.redis;

import atrium.platform.redis.RedisScript;
import java.util.List;

/** What Redis does in one step; what each takes and returns is said in its file. */
final class RoomScripts {

    private static final String DIRECTORY = "/atrium/chat/redis/";

    static final RedisScript<List<Object>> ATTACH = RedisScript.ofList(DIRECTORY + "attach.lua");
    static final RedisScript<Long> APPEND = RedisScript.ofNumber(DIRECTORY + "append.lua");
    static final RedisScript<Long> MODERATE = RedisScript.ofNumber(DIRECTORY + "moderate.lua");
    static final RedisScript<List<Object>> BEAT = RedisScript.ofList(DIRECTORY + "beat.lua");
    static final RedisScript<Long> LEAVE = RedisScript.ofNumber(DIRECTORY + "leave.lua");
    static final RedisScript<Long> NOTE = RedisScript.ofNumber(DIRECTORY + "note.lua");

    static final List<RedisScript<?>> ALL = List.of(ATTACH, APPEND, MODERATE, BEAT, LEAVE, NOTE);

    private RoomScripts() {}
}
