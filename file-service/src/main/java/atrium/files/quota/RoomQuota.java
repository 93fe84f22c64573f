package atrium.files.quota;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileInfo;
import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What guests may keep in a room, all of them together: whole files, and uploads with what they have declared.
 *
 * <p>Nothing is counted here: the catalog knows what there is. A room is asked and charged under its lock, so two
 * uploads cannot both get its last byte, in whatever processes they arrive.
 */
public final class RoomQuota {

    private final Catalog catalog;
    private final Locks locks;
    private final Admission admission;

    public RoomQuota(Catalog catalog, Locks locks, Admission admission) {
        this.catalog = catalog;
        this.locks = locks;
        this.admission = admission;
    }

    /** Puts an entry into the catalog, which charges it. */
    @FunctionalInterface
    public interface Charge<T> {

        T put() throws IOException;
    }

    /** Makes an entry of {@code bytes}, or refuses if its room would then hold more than its quota. */
    @SuppressWarnings("try") // held, not used
    public <T> T charge(FileInfo info, long bytes, Charge<T> charge) throws IOException {
        if (!info.guest()) {
            return charge.put();
        }
        try (Locks.Held room = locks.hold("room:" + (info.room() == null ? "" : info.room()))) {
            check(info.room(), bytes);
            return charge.put();
        }
    }

    private void check(@Nullable String room, long bytes) throws IOException {
        long quota = admission.roomQuota();
        long free = Math.max(0, quota - catalog.guestBytes(room));
        if (bytes > free) {
            throw FileProblem.ROOM_FULL
                    .with("Guests may add " + free + " more bytes to this room (wanted: " + bytes + ", quota: " + quota
                            + "); members may add more.")
                    .member("free", free)
                    .member("quota", quota);
        }
    }
}
