package atrium.stream.transcode;

import static atrium.stream.media.MediaFixture.picture;
import static atrium.stream.media.MediaFixture.sound;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.media.MediaFrame;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FrameFeedTests {

    private final Counter dropped = new SimpleMeterRegistry().counter("dropped");
    private final FrameFeed feed = new FrameFeed(true, dropped);

    @Test
    void frames_thenTakenInTheirOrder() throws InterruptedException {
        feed.offer(picture(true, 0, 10));
        feed.offer(sound(5, 10));
        feed.offer(picture(false, 40, 10));

        assertThat(taken()).containsExactly("K0", "S5", "P40");
        assertThat(feed.hasNext()).isFalse();
        assertThat(dropped.count()).isZero();
    }

    @Test
    void middleOfAGroup_thenNothingUpToTheNextKeyPicture() throws InterruptedException {
        feed.offer(picture(false, 0, 10));
        feed.offer(sound(5, 10));
        feed.offer(picture(true, 40, 10));

        assertThat(taken()).containsExactly("K40");
    }

    @Test
    void groupLongerThanTheBound_thenWholeUntilTheNextKeyPicture() throws InterruptedException {
        feed.offer(picture(true, 0, 10));
        feed.offer(picture(false, 4000, 10));

        assertThat(taken()).containsExactly("K0", "P4000");
    }

    @Test
    void keyPictureFarBehindWhichOthersWait_thenTheyAreDropped() throws InterruptedException {
        feed.offer(picture(true, 0, 10));
        feed.offer(sound(5, 10));
        feed.offer(picture(true, 2001, 10));
        feed.offer(picture(false, 2041, 10));

        assertThat(taken()).containsExactly("K2001", "P2041");
        assertThat(dropped.count()).isEqualTo(2);
    }

    @Test
    void keyPictureThatComesInTime_thenNothingIsDropped() throws InterruptedException {
        feed.offer(picture(true, 0, 10));
        feed.offer(picture(true, 2000, 10));

        assertThat(taken()).containsExactly("K0", "K2000");
    }

    @Test
    void moreBytesThanTheBound_thenNothingUpToTheNextKeyPicture() throws InterruptedException {
        int half = (int) (FrameFeed.MAX_BYTES / 2);
        feed.offer(picture(true, 0, half));
        feed.offer(picture(false, 40, half));
        feed.offer(picture(false, 80, 1));
        feed.offer(sound(85, 1));
        assertThat(feed.hasNext()).isFalse();

        feed.offer(picture(true, 120, 1));
        feed.offer(sound(125, 1));

        assertThat(taken()).containsExactly("K120", "S125");
        assertThat(dropped.count()).isEqualTo(4);
    }

    @Test
    void soundOnly_thenEncodingBeginsAtEachFrame() throws InterruptedException {
        FrameFeed radio = new FrameFeed(false, dropped);
        radio.offer(sound(0, 10));
        radio.offer(sound(3000, 10));

        assertThat(word(radio.take())).isEqualTo("S3000");
        assertThat(dropped.count()).isOne();
    }

    @Test
    void closed_thenWhoWaitsIsToldAndEverythingIsReleased() throws Exception {
        CompletableFuture<Boolean> none = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                none.complete(feed.take() == null);
            } catch (InterruptedException e) {
                none.completeExceptionally(e);
            }
        });
        MediaFrame late = picture(true, 0, 10);

        feed.close();
        feed.offer(late);

        assertThat(none.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(late.payload().refCnt()).isZero();
    }

    @Test
    void dropped_thenReleased() {
        MediaFrame first = picture(true, 0, 10);
        MediaFrame second = picture(true, 5000, 10);
        feed.offer(first);
        feed.offer(second);
        assertThat(first.payload().refCnt()).isZero();

        feed.close();

        assertThat(second.payload().refCnt()).isZero();
    }

    private List<String> taken() throws InterruptedException {
        List<String> words = new ArrayList<>();
        while (feed.hasNext()) {
            words.add(word(feed.take()));
        }
        return words;
    }

    private static String word(MediaFrame frame) {
        String kind = frame.isKeyPicture() ? "K" : frame.isVideo() ? "P" : "S";
        frame.release();
        return kind + frame.dts() / MediaFrame.MILLISECOND;
    }
}
