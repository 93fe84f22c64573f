package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The wall clock's time of frames. */
class ProgramClockTests {

    private static final long SECOND = 90_000;

    private long now = 100_000;
    private final ProgramClock clock = new ProgramClock(() -> Instant.ofEpochMilli(now));

    @Test
    void groupThatWasKept_thenTheNewestFrameTells() {
        clock.observe(0);
        clock.observe(SECOND);
        clock.observe(2 * SECOND);

        assertThat(clock.at(2 * SECOND)).isEqualTo(Instant.ofEpochMilli(100_000));
        assertThat(clock.at(0)).isEqualTo(Instant.ofEpochMilli(98_000));
    }

    @Test
    void interruption_thenTimeGoesOnAndNeverBack() {
        clock.observe(0);
        now = 110_000;
        clock.resume(SECOND);
        assertThat(clock.at(SECOND)).isEqualTo(Instant.ofEpochMilli(110_000));

        clock.resume(20 * SECOND);

        assertThat(clock.at(20 * SECOND)).isEqualTo(Instant.ofEpochMilli(129_000));
    }
}
