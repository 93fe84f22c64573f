package atrium.gateway.auth.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What {@code sessions.json} says.
 *
 * @param ended sessions that are over, and until when their access tokens would still be good
 */
record SessionsDocument(int version, List<Session> sessions, Map<String, Instant> ended) {

    static final int VERSION = 1;

    SessionsDocument {
        if (version != VERSION) {
            throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
        }
        sessions = List.copyOf(Objects.requireNonNull(sessions, "no list of sessions"));
        ended = Map.copyOf(Objects.requireNonNull(ended, "no list of ended sessions"));
    }
}
