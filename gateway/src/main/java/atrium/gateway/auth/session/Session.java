package atrium.gateway.auth.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One browser that is signed in, or a guest's.
 *
 * @param subject the account's id, or a guest's
 * @param guestName what a guest is called; of an account, null: it is asked each time
 * @param guest whether there is no account
 * @param rooms where a guest is invited to
 * @param used when the last refresh token was given out
 * @param current the digest of the refresh token that counts
 * @param former the digest of the one before it, null if there was none
 */
public record Session(
        String id,
        String subject,
        @Nullable String guestName,
        boolean guest,
        List<String> rooms,
        Instant begun,
        Instant used,
        String current,
        @Nullable String former) {

    /** Of one guest; each takes room in every token. */
    static final int MOST_ROOMS = 20;

    public Session {
        Objects.requireNonNull(id, "a session without id");
        Objects.requireNonNull(subject, "a session without subject");
        Objects.requireNonNull(begun, "a session without begin");
        Objects.requireNonNull(used, "a session without last use");
        Objects.requireNonNull(current, "a session without refresh token");
        rooms = List.copyOf(Objects.requireNonNull(rooms, "a session without rooms"));
    }

    Session rotated(String next, Instant now) {
        return new Session(id, subject, guestName, guest, rooms, begun, now, next, current);
    }

    /** Invited to {@code room}, too; to the oldest no more, if that is too many. */
    Session invitedTo(String room) {
        List<String> all = new ArrayList<>(rooms);
        all.remove(room);
        all.add(room);
        List<String> latest = all.subList(Math.max(0, all.size() - MOST_ROOMS), all.size());
        return new Session(id, subject, guestName, guest, latest, begun, used, current, former);
    }

    /** Without the digests, which are nobody's business. */
    @Override
    public String toString() {
        return "Session[" + id + ", " + subject + "]";
    }
}
