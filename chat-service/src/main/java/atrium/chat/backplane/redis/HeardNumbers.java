package atrium.chat.backplane.redis;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The newest number that was heard of each half. A half that does not know whether its messages outlived a Redis that has
 * lost its memory says them again; who had heard them knows them by their numbers. Confined to the line's mailbox.
 */
final class HeardNumbers {

    /** More halves than a room has, with those that ended lately. */
    private static final int HALVES = 256;

    /** The one that was heard of last is the last. */
    private final SequencedMap<String, Long> newest = new LinkedHashMap<>();

    void add(Mark mark) {
        Long before = newest.putLast(mark.half(), mark.number());
        if (before != null && before > mark.number()) {
            newest.put(mark.half(), before);
        }
        if (newest.size() > HALVES) {
            newest.pollFirstEntry();
        }
    }

    boolean contains(Mark mark) {
        return mark.number() <= newest.getOrDefault(mark.half(), 0L);
    }
}
