package atrium.stream.container.fmp4;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioClockTests {

    private static final int RATE = 48_000;
    private static final int FRAME = 1024;
    private static final int MILLISECOND = RATE / 1000;

    private final AudioClock clock = new AudioClock(RATE);

    @Test
    void firstFrame_thenAtItsTime() {
        assertThat(clock.time(5)).isEqualTo(5);
    }

    @Test
    void timesRoundedToMilliseconds_thenFrameAfterFrame() {
        for (int i = 0; i < 1000; i++) {
            long rounded = (long) i * FRAME / MILLISECOND * MILLISECOND;
            assertThat(step(rounded)).isEqualTo((long) i * FRAME);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.99, 0.999, 0.9999, 1.0001, 1.001, 1.01})
    void clockThatRunsFastOrSlow_thenFollowedWithinTenMilliseconds(double speed) {
        for (int i = 0; i < 20_000; i++) {
            long actual = (long) (i * speed * FRAME);
            assertThat(step(actual) - actual).as("frame " + i).isBetween(-10L * MILLISECOND, 10L * MILLISECOND);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 100, 500, 4_900})
    void soundMissing_thenOneFrameFillsTheGap(int millis) {
        step(0);
        long gap = (long) millis * MILLISECOND;

        assertThat(step(FRAME + gap)).isEqualTo(FRAME);

        assertThat(clock.end()).isEqualTo(2 * FRAME + gap);
        assertThat(step(2 * FRAME + gap)).isEqualTo(2 * FRAME + gap);
    }

    @Test
    void muchLater_thenAGap() {
        step(0);
        assertThat(step(10L * RATE)).isEqualTo(10L * RATE);
        assertThat(clock.end()).isEqualTo(10L * RATE + FRAME);
    }

    @Test
    void jumpAllowed_thenAGapToo() {
        step(0);
        clock.allowJump();
        assertThat(step(FRAME + RATE)).isEqualTo(FRAME + RATE);
    }

    @Test
    void jumpAllowedButNoneNeeded_thenFrameAfterFrame() {
        step(0);
        clock.allowJump();
        assertThat(step(FRAME + 20)).isEqualTo(FRAME);
    }

    @Test
    void earlierThanExpected_thenShorterFramesButNeverBack() {
        step(0);
        long last = 0;
        for (int i = 1; i < 20; i++) {
            long actual = (long) (i - 5) * FRAME;
            long time = step(actual);
            assertThat(time).isGreaterThanOrEqualTo(last + FRAME / 2);
            last = time;
        }
        assertThat(last - 14 * FRAME).isBetween(0L, 30L * MILLISECOND);
    }

    private long step(long actual) {
        long time = clock.time(actual);
        clock.advance(FRAME);
        return time;
    }
}
