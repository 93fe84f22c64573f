package atrium.gateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.gateway.auth.secret.Secrets;
import atrium.platform.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TicketsTests {

    private final MovableClock clock = new MovableClock();
    private final Tickets tickets =
            new Tickets(new Secrets(new SecureRandom())::secret, () -> Duration.ofSeconds(60), clock);

    @Test
    void a_ticket_stands_for_its_token_once() {
        String ticket = tickets.issue("token");

        assertThat(tickets.redeem(ticket)).contains("token");
        assertThat(tickets.redeem(ticket)).isEmpty();
    }

    @Test
    void a_ticket_is_good_for_a_minute() {
        String early = tickets.issue("token");
        String late = tickets.issue("token");
        clock.pass(Duration.ofSeconds(59));
        assertThat(tickets.redeem(early)).isPresent();
        clock.pass(Duration.ofSeconds(1));
        assertThat(tickets.redeem(late)).isEmpty();
    }

    @Test
    void a_flood_is_refused_until_some_have_ended() {
        for (int i = 0; i < Tickets.MOST; i++) {
            tickets.issue("token");
        }
        assertThatThrownBy(() -> tickets.issue("token"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(AuthProblem.BUSY));
        clock.pass(Duration.ofSeconds(60));
        assertThat(tickets.redeem(tickets.issue("token"))).isPresent();
    }
}
