package atrium.files.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTests {

    private static final String WIPE = "\r\u001b[K";

    private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
    private long now;

    @Test
    void shows_how_far_how_fast_and_how_long_still() {
        ProgressLine line = line(80);
        line.begin("a.bin", 400L << 20);
        now += Duration.ofSeconds(2).toNanos();
        line.moved(100L << 20);
        line.wipe();

        assertThat(drawn.toString(UTF_8))
                .isEqualTo(
                        WIPE + "a.bin  [#######" + "-".repeat(23) + "]  25 %  100.0 MiB  50.0 MiB/s  0:06 left" + WIPE);
    }

    @Test
    void shows_no_share_of_what_has_no_known_size() {
        ProgressLine line = line(80);
        line.begin("a.bin", -1);
        now += Duration.ofSeconds(1).toNanos();
        line.moved(1536);

        assertThat(drawn.toString(UTF_8)).isEqualTo(WIPE + "a.bin  1.5 KiB  1.5 KiB/s");
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 30, 40, 50, 79, 80, 81, 200})
    void is_never_wider_than_the_terminal(int columns) {
        ProgressLine line = line(columns);
        for (String name : new String[] {"a", "报告".repeat(60), "x".repeat(255)}) {
            drawn.reset();
            line.begin(name, 10L << 40);
            now += Duration.ofDays(1).toNanos();
            line.moved(1L << 40);

            String shown = drawn.toString(UTF_8).replace(WIPE, "");
            assertThat(Glyphs.width(shown)).isLessThan(columns).isPositive();
        }
    }

    @Test
    void is_redrawn_ten_times_a_second_at_most() {
        ProgressLine line = line(80);
        line.begin("a", 1000);
        for (int i = 0; i < 1000; i++) {
            now += Duration.ofMillis(1).toNanos();
            line.moved(1);
        }

        assertThat(drawn.toString(UTF_8).split("\r", -1)).hasSizeBetween(10, 12);
    }

    @Test
    void is_nothing_where_there_is_no_terminal() {
        ProgressLine line = line(0);
        line.begin("a", 10);
        line.moved(10);
        line.wipe();

        assertThat(drawn.size()).isZero();
    }

    private ProgressLine line(int columns) {
        return new ProgressLine(new PrintStream(drawn, true, UTF_8), columns, () -> now);
    }
}
