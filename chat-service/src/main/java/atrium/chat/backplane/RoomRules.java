package atrium.chat.backplane;

import atrium.chat.message.Moderation;
import atrium.chat.message.Sender;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What moderators have decided for a room: what outlives connections and, where the backplane keeps it, processes.
 *
 * @param mutes until when a person may not speak, by {@link Sender#person}; {@link Instant#MAX} is for good
 * @param bans until when a person may not come in, likewise
 * @param slow the shortest time between two messages of a person; zero is none
 */
public record RoomRules(Map<String, Instant> mutes, Map<String, Instant> bans, Duration slow) {

    public static final RoomRules NONE = new RoomRules(Map.of(), Map.of(), Duration.ZERO);

    public RoomRules {
        mutes = Map.copyOf(mutes);
        bans = Map.copyOf(bans);
    }

    /** These rules, changed by {@code act}. */
    public RoomRules after(Moderation act) {
        return switch (act) {
            case Moderation.Delete delete -> this;
            case Moderation.Mute mute ->
                new RoomRules(with(mutes, Sender.person(mute.member()), mute.until()), bans, slow);
            case Moderation.Unmute unmute -> new RoomRules(without(mutes, Sender.person(unmute.member())), bans, slow);
            case Moderation.Kick kick ->
                new RoomRules(mutes, with(bans, Sender.person(kick.member()), kick.until()), slow);
            case Moderation.Slow paced -> new RoomRules(mutes, bans, paced.interval());
        };
    }

    /** These rules without what is over at {@code now}. */
    public RoomRules at(Instant now) {
        return new RoomRules(stillAt(now, mutes), stillAt(now, bans), slow);
    }

    /** Until when {@code person} may not speak; empty if it may at {@code now}. */
    public Optional<Instant> mutedUntil(String person, Instant now) {
        return Optional.ofNullable(mutes.get(person)).filter(now::isBefore);
    }

    /** Until when {@code person} may not come in; empty if it may at {@code now}. */
    public Optional<Instant> bannedUntil(String person, Instant now) {
        return Optional.ofNullable(bans.get(person)).filter(now::isBefore);
    }

    private static Map<String, Instant> with(Map<String, Instant> map, String person, Instant until) {
        Map<String, Instant> changed = new HashMap<>(map);
        changed.put(person, until);
        return changed;
    }

    private static Map<String, Instant> without(Map<String, Instant> map, String person) {
        Map<String, Instant> changed = new HashMap<>(map);
        changed.remove(person);
        return changed;
    }

    private static Map<String, Instant> stillAt(Instant now, Map<String, Instant> map) {
        Map<String, Instant> still = new HashMap<>(map);
        still.values().removeIf(until -> !until.isAfter(now));
        return still;
    }
}
