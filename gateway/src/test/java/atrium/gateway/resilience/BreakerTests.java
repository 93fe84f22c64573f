package atrium.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTests {

    private static final Duration PAUSE = EjectionsForTests.DEFAULTS.breakerPause();

    private final HandClock clock = new HandClock();
    private final Breaker breaker = new Breaker(() -> EjectionsForTests.DEFAULTS, clock);

    @Test
    void opens_when_half_of_the_last_requests_have_failed_to_connect() {
        fail(9);
        assertThat(breaker.toWait()).isZero();

        fail(1);

        assertThat(breaker.toWait()).isEqualTo(PAUSE);
        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    }

    @Test
    void failures_that_are_long_ago_do_not_count() {
        for (int i = 0; i < 10; i++) {
            fail(4);
            for (int n = 0; n < 16; n++) {
                breaker.reached();
            }
        }

        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void one_request_at_a_time_is_let_through_after_the_pause() {
        fail(10);
        clock.forward(PAUSE);

        assertThat(breaker.toWait()).isZero();
        assertThat(breaker.state()).isEqualTo(Breaker.State.HALF_OPEN);
        assertThat(breaker.toWait()).isPositive();
    }

    @Test
    void a_probe_that_gets_through_closes_it_and_the_past_is_forgotten() {
        fail(10);
        clock.forward(PAUSE);
        breaker.toWait();

        breaker.reached();

        assertThat(breaker.toWait()).isZero();
        fail(9);
        assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void a_probe_that_fails_opens_it_again() {
        fail(10);
        clock.forward(PAUSE);
        breaker.toWait();

        fail(1);

        assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
        assertThat(breaker.toWait()).isEqualTo(PAUSE);
    }

    @Test
    void a_probe_that_nobody_hears_of_again_is_followed_by_another() {
        fail(10);
        clock.forward(PAUSE);
        breaker.toWait();

        clock.forward(PAUSE);

        assertThat(breaker.toWait()).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.unreached();
        }
    }
}
