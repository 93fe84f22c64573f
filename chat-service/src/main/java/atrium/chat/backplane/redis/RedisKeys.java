package atrium.chat.backplane.redis;

import atrium.chat.message.RoomName;
import java.time.Duration;

/**
 * Where a room lies in Redis. All of its keys have the same hash tag, so that a script may touch them together in a
 * cluster, too.
 *
 * @param meta hash: the epoch, the offset of the newest message ({@code head}), and for each half its generation and the
 *     number of its newest message
 * @param log stream of the newest messages, with ids {@code <offset>-1}
 * @param rules hash of what moderators decided, see {@link RulesCodec}
 * @param halves hash: for each half how many members it has and when it said so
 * @param feed channel of sharded pub/sub, see {@link FeedCodec}
 * @param once what the keys begin with that hold the offset of a message that is said once, each for {@link #REMEMBERED}
 */
record RedisKeys(String meta, String log, String rules, String halves, String feed, String once) {

    /** How long a message that is said once is known by its id; longer than anybody tries to say it again. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    private static final String PREFIX = "atrium:chat:";

    /** Hash: for each room what is known of it from outside, see {@link RoomDirectory}. */
    static final String ROOMS = PREFIX + "rooms";

    static RedisKeys of(RoomName room) {
        // A name has no braces, so the tag is the name.
        String key = PREFIX + "{" + room.value() + "}:";
        return new RedisKeys(key + "meta", key + "log", key + "rules", key + "halves", key + "feed", key + "once:");
    }
}
