package atrium.files.quota;

import atrium.files.catalog.Entry;
import atrium.files.problem.FileProblem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes that guests hold in each room: of whole files, and of uploads their declared size. Any thread may
 * call; a room is asked and charged in one step, so two uploads cannot both get its last byte.
 */
public final class RoomQuota {

    private static final String NO_ROOM = "";

    private final Map<String, Long> used = new HashMap<>();

    /** Charges {@code bytes} to a room, or refuses if it would then hold more than {@code quota}. */
    public synchronized void take(@Nullable String room, long bytes, long quota) {
        long before = used.getOrDefault(key(room), 0L);
        if (bytes > quota - before) {
            long free = Math.max(0, quota - before);
            throw FileProblem.ROOM_FULL
                    .with("Guests may add " + free + " more bytes to this room (wanted: " + bytes + ", quota: " + quota
                            + "); members may add more.")
                    .member("free", free)
                    .member("quota", quota);
        }
        used.put(key(room), before + bytes);
    }

    /** Charges what the catalog already holds. */
    public synchronized void load(Entry entry) {
        if (entry.info().guest()) {
            used.merge(key(entry.info().room()), entry.size(), Long::sum);
        }
    }

    /** Gives back what {@code entry} was charged. */
    public void release(Entry entry) {
        if (entry.info().guest()) {
            give(entry.info().room(), entry.size());
        }
    }

    public synchronized void give(@Nullable String room, long bytes) {
        used.computeIfPresent(key(room), (name, held) -> held <= bytes ? null : Long.valueOf(held - bytes));
    }

    private static String key(@Nullable String room) {
        return room == null ? NO_ROOM : room;
    }
}
