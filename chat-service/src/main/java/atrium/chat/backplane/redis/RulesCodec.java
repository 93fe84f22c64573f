package atrium.chat.backplane.redis;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.Moderation;
import atrium.chat.message.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules as a hash in Redis, a field each, so that two moderators on two nodes do not undo each other's:
 * {@code mute:<person>} and {@code ban:<person>} until when, in milliseconds ({@code -1} is for good), and {@code slow} how
 * long, in milliseconds.
 */
final class RulesCodec {

    private static final String MUTE = "mute:";
    private static final String BAN = "ban:";
    private static final String SLOW = "slow";
    private static final long FOR_GOOD = -1;
    /** The year 9999; what ends later does not end. */
    private static final Instant LATEST = Instant.ofEpochSecond(253_402_300_799L);

    private RulesCodec() {}

    /** What {@code moderate.lua} has to do for {@code act}. */
    static List<String> change(Moderation act) {
        return switch (act) {
            case Moderation.Delete delete -> List.of("delete", PayloadCodec.beginningOf(delete.message()));
            case Moderation.Mute mute -> set(MUTE + Sender.person(mute.member()), millis(mute.until()));
            case Moderation.Unmute unmute -> List.of("unset", MUTE + Sender.person(unmute.member()));
            case Moderation.Kick kick -> set(BAN + Sender.person(kick.member()), millis(kick.until()));
            case Moderation.Slow slow ->
                slow.interval().isPositive() ? set(SLOW, slow.interval().toMillis()) : List.of("unset", SLOW);
        };
    }

    private static List<String> set(String rule, long value) {
        return List.of("set", rule, Long.toString(value));
    }

    /** @param hash names and values in turn; what is not understood is left out */
    static RoomRules rules(List<?> hash) {
        Map<String, Instant> mutes = new HashMap<>();
        Map<String, Instant> bans = new HashMap<>();
        Duration slow = Duration.ZERO;
        for (int i = 0; i + 1 < hash.size(); i += 2) {
            String name = String.valueOf(hash.get(i));
            long value = number(String.valueOf(hash.get(i + 1)));
            if (name.startsWith(MUTE)) {
                mutes.put(name.substring(MUTE.length()), instant(value));
            } else if (name.startsWith(BAN)) {
                bans.put(name.substring(BAN.length()), instant(value));
            } else if (name.equals(SLOW)) {
                slow = Duration.ofMillis(value);
            }
        }
        return new RoomRules(mutes, bans, slow);
    }

    static long millis(Instant until) {
        return until.isAfter(LATEST) ? FOR_GOOD : Math.max(0, until.toEpochMilli());
    }

    static Instant instant(long millis) {
        return millis == FOR_GOOD ? Instant.MAX : Instant.ofEpochMilli(millis);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
