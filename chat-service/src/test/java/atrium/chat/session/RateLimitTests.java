package atrium.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.settings.ChatProperties.Limits;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class RateLimitTests {

    private static final Limits TEN_A_SECOND = limits(10, 20);

    /** Also where {@link System#nanoTime} is about to overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 1_000_000_000L})
    void a_burst_passes_then_ten_a_second(long start) {
        RateLimit rate = new RateLimit(start);

        assertThat(taken(rate, start, 30)).isEqualTo(20);
        assertThat(taken(rate, start + millis(99), 5)).isZero();
        assertThat(taken(rate, start + millis(100), 5)).isEqualTo(1);
        assertThat(taken(rate, start + millis(1_100), 30)).isEqualTo(10);
        assertThat(taken(rate, start + millis(60_000), 30)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 50_000_000L})
    void taking_in_any_case_tells_how_long_to_wait(long start) {
        RateLimit rate = new RateLimit(start);
        for (int i = 0; i < 19; i++) {
            assertThat(rate.take(start, TEN_A_SECOND)).isZero();
        }
        assertThat(rate.take(start, TEN_A_SECOND)).isEqualTo(millis(100));
        assertThat(rate.take(start, TEN_A_SECOND)).isEqualTo(millis(200));
        assertThat(rate.take(start + millis(200), TEN_A_SECOND)).isEqualTo(millis(100));
    }

    @ParameterizedTest
    @ValueSource(longs = 0)
    void other_limits_hold_with_the_next_message(long start) {
        RateLimit rate = new RateLimit(start);
        assertThat(taken(rate, start, 30)).isEqualTo(20);

        assertThat(rate.tryTake(start, limits(1_000_000, 1_000_000))).isTrue();
    }

    private static int taken(RateLimit rate, long now, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.tryTake(now, TEN_A_SECOND) ? 1 : 0;
        }
        return taken;
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Limits limits(int rate, int burst) {
        DataSize any = DataSize.ofKilobytes(4);
        return new Limits(any, rate, burst, 1, 1, any, 16);
    }
}
