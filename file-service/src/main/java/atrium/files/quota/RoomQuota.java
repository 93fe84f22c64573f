package atrium.files.quota;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.RoomUsage;
import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import java.io.IOException;

/**
 * What may be kept in a room, by guests and by all together: whole files, and uploads with what they have declared.
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
        if (!info.guest() && admission.roomQuota() == Long.MAX_VALUE) {
            return charge.put();
        }
        try (Locks.Held room = locks.hold("room:" + (info.room() == null ? "" : info.room()))) {
            check(info, bytes, catalog.usage(info.room()));
            return charge.put();
        }
    }

    private void check(FileInfo info, long bytes, RoomUsage usage) {
        refuseIfOver(admission.roomQuota(), usage.all(), bytes, "This room takes ");
        if (info.guest()) {
            refuseIfOver(
                    admission.guestQuota(), usage.guests(), bytes, "Members may add more; of guests this room takes ");
        }
    }

    private static void refuseIfOver(long quota, long used, long bytes, String whose) {
        long free = Math.max(0, quota - used);
        if (bytes > free) {
            throw FileProblem.ROOM_FULL
                    .with(whose + free + " more bytes (wanted: " + bytes + ", quota: " + quota + ").")
                    .member("free", free)
                    .member("quota", quota);
        }
    }
}
