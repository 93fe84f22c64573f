package atrium.stream.container.flv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampClockTests {

    @ParameterizedTest
    @CsvSource({
        "0, 40, 40",
        "40, 0, -40",
        "0xfffffff0, 0x10, 32", // over the end
        "0x10, 0xfffffff0, -32", // and back: audio a little behind video
        "0x7fffffff, 0x80000000, 1", // where the sign of an int changes
        "0x80000000, 0x7fffffff, -1"
    })
    void step_thenTheShorterWay(String from, String to, long difference) {
        TimestampClock clock = new TimestampClock();
        long first = clock.millis(Long.decode(from).intValue());

        assertThat(first).isEqualTo(Long.decode(from));
        assertThat(clock.millis(Long.decode(to).intValue()) - first).isEqualTo(difference);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void wrapsMoreThanOnce_thenTimeGoesOn(int times) {
        TimestampClock clock = new TimestampClock();
        long wrap = 1L << 32;
        long step = 1L << 30;
        for (long time = 0; time <= times * wrap; time += step) {
            assertThat(clock.millis((int) time)).isEqualTo(time);
        }
    }
}
