package atrium.chat.backplane.redis;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest number that was heard of each half. A half that does not know whether its messages outlived a Redis that has
 * lost its memory says them again; who had heard them knows them by their numbers. Confined to the line's mailbox.
 */
final class HeardNumbers {

    /** More halves than a room has, with those that ended lately. */
    private static final int HALVES = 256;

    private final Map<String, Long> newest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > HALVES;
        }
    };

    void add(Mark mark) {
        newest.merge(mark.half(), mark.number(), Math::max);
    }

    boolean contains(Mark mark) {
        return mark.number() <= newest.getOrDefault(mark.half(), 0L);
    }
}
