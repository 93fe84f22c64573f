package atrium.stream.live;

import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static atrium.stream.media.MediaFixture.sound;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.media.MediaFrame;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TimelineTests {

    private final Timeline timeline = new Timeline();
    private final Publication first = publication();
    private final Publication second = publication();

    @Test
    void firstPublication_thenItsOwnTimes() {
        assertThat(millis(first, picture(true, 5000, 1))).isEqualTo(5000);
        assertThat(millis(first, sound(4990, 1))).isEqualTo(4990);
    }

    @Test
    void nextPublication_thenGoesOnWhereTheOneBeforeEnded() {
        millis(first, picture(true, 5000, 1));

        assertThat(millis(second, picture(true, 70_000, 1))).isEqualTo(5040);
        assertThat(millis(second, sound(70_010, 1))).isEqualTo(5050);
    }

    @Test
    void clockOfASourceJumpsBack_thenTimeGoesOnForBothTracks() {
        millis(first, picture(true, 60_000, 1));
        millis(first, sound(60_010, 1));

        assertThat(millis(first, picture(true, 0, 1))).isEqualTo(60_050);
        assertThat(millis(first, sound(5, 1))).isEqualTo(60_055);
    }

    @Test
    void clockOfASourceJumpsFarAhead_thenTimeGoesOn() {
        millis(first, picture(true, 0, 1));

        assertThat(millis(first, picture(true, 3_600_000, 1))).isEqualTo(40);
    }

    @Test
    void silenceOfSomeSeconds_thenNoJump() {
        millis(first, picture(true, 0, 1));

        assertThat(millis(first, picture(true, 15_000, 1))).isEqualTo(15_000);
    }

    @Test
    void sameTimeTwiceInATrack_thenLaterByOneTick() {
        timeline.place(first, picture(true, 100, 1));
        MediaFrame again = timeline.place(first, picture(false, 100, 1));
        MediaFrame beside = timeline.place(first, sound(100, 1));

        assertThat(again.dts()).isEqualTo(100 * MediaFrame.MILLISECOND + 1);
        assertThat(again.pts()).isGreaterThanOrEqualTo(again.dts());
        assertThat(beside.dts()).isEqualTo(100 * MediaFrame.MILLISECOND);
    }

    @Test
    void shownBeforeDecoded_thenShownWhenDecoded() {
        MediaFrame odd = picture(true, 100, 1).at(9000, 4500);

        assertThat(timeline.place(first, odd).pts()).isEqualTo(9000);
    }

    @Test
    void configuration_thenPlacedWithoutCounting() {
        timeline.place(first, picture(true, 100, 1));

        assertThat(timeline.place(first, MediaFrame.configuration(VIDEO, 9000)).dts())
                .isEqualTo(9000);
        assertThat(millis(first, picture(false, 140, 1))).isEqualTo(140);
    }

    private long millis(Publication from, MediaFrame frame) {
        return timeline.place(from, frame).dts() / MediaFrame.MILLISECOND;
    }

    private static Publication publication() {
        ManualStream world = new ManualStream();
        CompletionStage<Publication> granted = world.registry.publish(new StreamName("cam"), world.home.eventLoop());
        return granted.toCompletableFuture().join();
    }
}
