package atrium.chat.room;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has come back from another node and has seen more than this one has heard yet. An answer at once would tell of a gap
 * where there is none, and what follows would be seen twice. One for each seat at most. Guarded by the room's lock.
 */
final class Returns {

    private final Map<Seat, Return> waiting = new LinkedHashMap<>();

    /** @param offset of the last message that was seen, in {@code epoch} */
    record Return(Seat seat, String epoch, long offset) {}

    /** Lets {@code back} wait; what its seat waited for until now. */
    @Nullable
    Return add(Return back) {
        return waiting.put(back.seat(), back);
    }

    /** Whether {@code back} was waiting still; it does not any more. */
    boolean remove(Return back) {
        return waiting.remove(back.seat(), back);
    }

    void left(Seat seat) {
        waiting.remove(seat);
    }

    /** Takes those who have seen no more than {@code head}. */
    List<Return> upTo(long head) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Return> caughtUp =
                waiting.values().stream().filter(back -> back.offset() <= head).toList();
        caughtUp.forEach(this::remove);
        return caughtUp;
    }

    List<Return> all() {
        List<Return> all = new ArrayList<>(waiting.values());
        waiting.clear();
        return all;
    }
}
