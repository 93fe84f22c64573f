package atrium.gateway.auth.invite;

import java.time.Instant;
import java.util.Objects;

/**
 * A link into a room, for whoever has it.
 *
 * @param digest of its secret
 * @param uses how many may still come
 */
public record Invite(String id, String room, String digest, int uses, Instant expires) {

    public Invite {
        Objects.requireNonNull(id, "an invite without id");
        Objects.requireNonNull(room, "an invite without room");
        Objects.requireNonNull(digest, "an invite without digest");
        Objects.requireNonNull(expires, "an invite without end");
    }

    Invite used() {
        return new Invite(id, room, digest, uses - 1, expires);
    }

    boolean holds(Instant now) {
        return uses > 0 && now.isBefore(expires);
    }
}
