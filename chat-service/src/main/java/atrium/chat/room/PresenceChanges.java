package atrium.chat.room;

import atrium.chat.message.Presence;
import atrium.chat.message.Sender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who came and went since it was last told. Somebody who did both is not mentioned. Bounded: beyond that many names
 * only the count tells. Guarded by the room's lock.
 */
final class PresenceChanges {

    private static final int NAMES = 100;

    private final Map<String, Sender> joined = new LinkedHashMap<>();
    private final Map<String, Sender> left = new LinkedHashMap<>();

    void joined(Sender member) {
        if (joined.size() < NAMES) {
            joined.put(member.id(), member);
        }
    }

    void left(Sender member) {
        if (joined.remove(member.id()) == null && left.size() < NAMES) {
            left.put(member.id(), member);
        }
    }

    /** Tells what has gathered, and forgets it. */
    Presence take(int members) {
        Presence presence = new Presence(members, List.copyOf(joined.values()), List.copyOf(left.values()));
        joined.clear();
        left.clear();
        return presence;
    }
}
