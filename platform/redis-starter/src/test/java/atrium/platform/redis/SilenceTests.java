package atrium.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SilenceTests {

    private final List<CompletableFuture<String>> pings = new ArrayList<>();
    private final Silence silence = new Silence(() -> {
        pings.add(new CompletableFuture<>());
        return pings.getLast();
    });

    @Test
    void a_ping_that_is_not_answered_makes_it_last() {
        assertThat(silence.lasts(1000)).isZero();
        assertThat(silence.lasts(1500)).isEqualTo(500);
        assertThat(silence.lasts(2500)).isEqualTo(1500);
        assertThat(pings).hasSize(1);
    }

    @Test
    void its_answer_ends_it_and_the_next_is_asked_for() {
        silence.lasts(1000);
        pings.getFirst().complete("PONG");

        assertThat(silence.lasts(9000)).isZero();
        assertThat(pings).hasSize(2);
        assertThat(silence.lasts(9500)).isEqualTo(500);
    }

    @Test
    void any_other_answer_ends_it_for_now() {
        silence.lasts(1000);
        silence.end();

        assertThat(silence.lasts(2000)).isZero();
        assertThat(silence.lasts(2700)).isEqualTo(700);
        assertThat(pings).hasSize(1);
    }
}
