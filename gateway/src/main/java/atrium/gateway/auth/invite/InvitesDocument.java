package atrium.gateway.auth.invite;

import java.util.List;
import java.util.Objects;

/** What {@code invites.json} says. */
record InvitesDocument(int version, List<Invite> invites) {

    static final int VERSION = 1;

    InvitesDocument {
        if (version != VERSION) {
            throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
        }
        invites = List.copyOf(Objects.requireNonNull(invites, "no list of invites"));
    }
}
