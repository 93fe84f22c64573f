package atrium.gateway.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.MovableClock;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingSignInsTests {

    private static final URI BACK = URI.create("https://atrium.example/auth/oidc/callback");
    private static final URI TO = URI.create("/rooms/lobby");

    private final MovableClock clock = new MovableClock();
    private final PendingSignIns pending = new PendingSignIns(() -> "verifier", clock);

    @Test
    void who_left_comes_back_once() {
        PendingSignIn begun = pending.begin("state", BACK, TO);

        assertThat(pending.take("another")).isEmpty();
        assertThat(pending.take("state")).contains(begun);
        assertThat(pending.take("state")).isEmpty();
        assertThat(begun).hasToString("PendingSignIn[/rooms/lobby]");
    }

    @Test
    void who_stays_away_for_ten_minutes_begins_again() {
        pending.begin("late", BACK, TO);
        clock.pass(Duration.ofMinutes(10).minusMillis(1));
        pending.begin("in time", BACK, TO);
        clock.pass(Duration.ofMillis(1));

        assertThat(pending.take("late")).isEmpty();
        assertThat(pending.take("in time")).isPresent();
    }

    @Test
    void a_crowd_that_never_comes_back_costs_a_bounded_memory() {
        for (int i = 0; i < PendingSignIns.MOST + 10; i++) {
            pending.begin("state" + i, BACK, TO);
        }

        assertThat(pending.count()).isEqualTo(PendingSignIns.MOST);
        assertThat(pending.take("state9")).isEmpty();
        assertThat(pending.take("state10")).isPresent();

        clock.pass(PendingSignIns.LIFETIME);
        pending.begin("alone", BACK, TO);

        assertThat(pending.count()).isEqualTo(1);
    }
}
