package atrium.files.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTests {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private long now = 1;
    private final Patience patience = new Patience(LIMIT, 1000, () -> now);

    @Test
    void one_that_falls_silent_is_given_up_after_the_limit() {
        patience.waits();
        seconds(1);
        patience.brought(1_000_000_000);
        patience.waits();
        seconds(59);
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(1));
        seconds(1);
        assertThat(patience.left()).isZero();
    }

    @Test
    void one_that_keeps_the_least_rate_is_never_given_up() {
        for (int i = 0; i < 1000; i++) {
            patience.waits();
            seconds(30);
            assertThat(patience.left()).isPositive();
            patience.brought(30_000);
        }
        assertThat(patience.left()).isEqualTo(LIMIT);
    }

    @Test
    void one_that_brings_a_byte_now_and_then_is_given_up() {
        int bytes = 0;
        while (patience.left().isPositive()) {
            patience.waits();
            seconds(1);
            patience.brought(1);
            bytes++;
        }
        assertThat(bytes).isEqualTo(61);
    }

    @Test
    void what_the_disk_takes_is_not_the_senders() {
        patience.waits();
        seconds(10);
        patience.brought(0);
        seconds(1000);
        assertThat(patience.left()).isEqualTo(Duration.ofSeconds(50));
    }

    private void seconds(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
