package atrium.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;

class EjectionsTests {

    private static final ServiceInstance ONE = new DefaultServiceInstance("1", "s", "127.0.0.1", 1, false);
    private static final ServiceInstance TWO = new DefaultServiceInstance("2", "s", "127.0.0.1", 2, false);
    private static final List<ServiceInstance> BOTH = List.of(ONE, TWO);

    private final HandClock clock = new HandClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Ejections ejections = new Ejections(() -> EjectionsForTests.DEFAULTS, clock, meters);

    @Test
    void one_that_cannot_be_connected_to_is_put_aside_and_comes_back() {
        ejections.unreached(ONE);
        assertThat(ejections.without(BOTH)).containsExactly(TWO);
        assertThat(ejected()).isEqualTo(1);

        clock.forward(Duration.ofMillis(4_999));
        assertThat(ejections.without(BOTH)).containsExactly(TWO);

        clock.forward(Duration.ofMillis(1));
        assertThat(ejections.without(BOTH)).isEqualTo(BOTH);
        assertThat(ejected()).isZero();
    }

    @Test
    void one_that_soon_fails_again_stays_away_twice_as_long_each_time_up_to_the_longest() {
        for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
            ejections.unreached(ONE);
            clock.forward(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(ejections.without(BOTH)).as("%d s", seconds).containsExactly(TWO);
            clock.forward(Duration.ofMillis(1));
            assertThat(ejections.without(BOTH)).as("%d s", seconds).isEqualTo(BOTH);
        }
    }

    @Test
    void one_that_has_been_well_for_long_starts_anew() {
        ejections.unreached(ONE);
        clock.forward(Duration.ofSeconds(5 + 60));

        ejections.unreached(ONE);

        clock.forward(Duration.ofSeconds(5));
        assertThat(ejections.without(BOTH)).isEqualTo(BOTH);
    }

    @Test
    void requests_that_fail_together_count_once() {
        for (int i = 0; i < 100; i++) {
            ejections.unreached(ONE);
        }

        clock.forward(Duration.ofSeconds(5));
        assertThat(ejections.without(BOTH)).isEqualTo(BOTH);
    }

    @Test
    void the_last_one_is_never_put_aside() {
        ejections.unreached(ONE);
        ejections.unreached(TWO);

        assertThat(ejections.without(BOTH)).isEqualTo(BOTH);
        assertThat(ejections.without(List.of(ONE))).containsExactly(ONE);
    }

    @Test
    void broken_answers_put_aside_only_in_a_row() {
        ejections.broke(ONE);
        ejections.broke(ONE);
        ejections.answered(ONE);
        ejections.broke(ONE);
        ejections.broke(ONE);
        assertThat(ejections.without(BOTH)).isEqualTo(BOTH);

        ejections.broke(ONE);
        assertThat(ejections.without(BOTH)).containsExactly(TWO);
    }

    @Test
    void an_answer_that_was_still_under_way_does_not_bring_back_one_that_is_put_aside() {
        ejections.unreached(ONE);

        ejections.answered(ONE);

        assertThat(ejections.without(BOTH)).containsExactly(TWO);
    }

    private double ejected() {
        return meters.get("atrium.gateway.ejected").gauge().value();
    }
}
