package atrium.chat.room;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slow mode: when each person last spoke. Remembers only who would have to wait. Guarded by the room's lock.
 */
final class Pace {

    private final Map<String, Instant> spoke = new LinkedHashMap<>();

    /** How long {@code person} has to wait at {@code now}; zero, and then counted, if it may speak. */
    Duration step(String person, Instant now, Duration interval) {
        if (!interval.isPositive()) {
            spoke.clear();
            return Duration.ZERO;
        }
        forgetBefore(now.minus(interval));
        Instant last = spoke.get(person);
        if (last != null) {
            return Duration.between(now, last.plus(interval));
        }
        spoke.put(person, now);
        return Duration.ZERO;
    }

    /** Those who spoke first are first. */
    private void forgetBefore(Instant bound) {
        Iterator<Instant> oldestFirst = spoke.values().iterator();
        while (oldestFirst.hasNext() && !oldestFirst.next().isAfter(bound)) {
            oldestFirst.remove();
        }
    }
}
