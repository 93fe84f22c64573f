package atrium.gateway.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndedSessionsTests {

    @Test
    void a_flood_is_bounded_and_what_expires_first_is_let_go_of() {
        Instant now = Instant.parse("2026-11-25T12:00:00Z");
        EndedSessions ended = new EndedSessions();
        for (int i = 0; i < EndedSessions.MOST + 1; i++) {
            ended.add("session " + i, now, now.plusSeconds(i + 1L));
        }

        assertThat(ended.at(now)).hasSize(EndedSessions.MOST);
        assertThat(ended.contains("session 0", now)).isFalse();
        assertThat(ended.contains("session " + EndedSessions.MOST, now)).isTrue();
    }
}
