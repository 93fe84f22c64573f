package atrium.stream.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.stream.live.Ending;
import atrium.stream.live.Follower;
import atrium.stream.live.LiveStream;
import atrium.stream.live.Publication;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamStatus;
import atrium.stream.live.Watch;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import atrium.stream.media.Tracks;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TranscodedStreamsIT {

    private static final StreamName NAME = new StreamName("cam");

    @TempDir
    private static Path recorded;

    private static List<MediaFrame> clip;

    @TempDir
    private Path directory;

    private @Nullable TranscodeWorld world;

    @BeforeAll
    static void record() throws Exception {
        clip = TranscodeWorld.record(
                recorded,
                "-f lavfi -i testsrc2=size=160x90:rate=25:d=2 -f lavfi -i sine=d=2 -c:v libopenh264 -g 25 -c:a aac");
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void nobodyWatches_thenNoEncoder() throws Exception {
        TranscodeWorld here = world(false);
        here.publish(NAME, clip);

        assertThat(here.mpeg1(NAME)).isSameAs(here.mpeg1(NAME));

        assertThat(here.meters.started.count()).isZero();
    }

    @Test
    void watched_thenMpeg1WithItsTimes() throws Exception {
        TranscodeWorld here = world(false);
        here.publish(NAME, clip);
        Seen seen = watch(here.mpeg1(NAME));

        await().until(() -> seen.pictures.get() >= 20);
        assertThat(seen.tracks.video()).isEqualTo(new Track.Mpeg1(160, 90));
        assertThat(seen.tracks.audio()).isEqualTo(new Track.Mp2(44100, 2));
        assertThat(status(here, NAME).viewers()).isZero();

        seen.watch.close();

        await().until(() -> here.processes.count() == 0);
    }

    @Test
    void streamsClosed_thenItsViewersAreToldAndNoChildIsLeft() throws Exception {
        TranscodeWorld here = world(false);
        here.publish(NAME, clip);
        Seen seen = watch(here.mpeg1(NAME));
        await().until(() -> seen.pictures.get() >= 1);

        here.streams
                .close(new Ending(Ending.Cause.GOING_AWAY, "the service is stopping"))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);

        await().until(() -> seen.ending != null && here.processes.count() == 0);
        assertThat(seen.ending.cause()).isEqualTo(Ending.Cause.GOING_AWAY);
    }

    @Test
    void childrenClosed_thenNoneIsLeftAndNoneIsStarted() throws Exception {
        TranscodeWorld here = world(false);
        here.publish(NAME, clip);
        Seen seen = watch(here.mpeg1(NAME));
        await().until(() -> seen.pictures.get() >= 1);

        here.processes.close();

        await().until(() -> "ffmpeg could not be started"
                .equals(status(here, NAME.derived("mpeg1")).reason()));
        await().until(() -> here.processes.count() == 0 && here.meters.encoders.get() == 0);
    }

    @Test
    void parentGone_thenForgottenWhenTheNextIsMade() throws Exception {
        TranscodeWorld here = world(false);
        StreamName other = new StreamName("other");
        Publication publication = here.publishOnce(NAME, clip);
        here.publish(other, clip);
        here.mpeg1(NAME);
        publication.end("done");
        await().until(() -> here.streams.find(NAME).isEmpty());

        here.mpeg1(other);

        await().until(() -> here.streams.find(NAME.derived("mpeg1")).isEmpty());
        assertThat(here.streams.find(other.derived("mpeg1"))).isPresent();
    }

    @Test
    void encoderThatFails_thenItsLastWordsAreTheReason() throws Exception {
        TranscodeWorld here = world(true, "echo 'Invalid data found when processing input' >&2; exit 1");
        here.publish(NAME, clip);
        Watch watch = here.mpeg1(NAME).watch();

        await().until(() -> "what the source sends is not media"
                .equals(status(here, NAME.derived("mpeg1")).reason()));
        assertThat(watch.ready().toCompletableFuture()).isNotDone();
        assertThatThrownBy(() -> watch.ready().toCompletableFuture().get(15, TimeUnit.SECONDS))
                .hasRootCauseMessage("what the source sends is not media");
    }

    @Test
    void encoderThatDoesNotRead_thenLosesWholeGroupsAndItsStreamNothing() throws Exception {
        TranscodeWorld here = world(true, "exec sleep 60");
        Publication publication = here.publishOnce(NAME, clip);
        Seen parent = watch(here.streams.find(NAME).orElseThrow());
        Watch watch = here.mpeg1(NAME).watch();
        await().until(() -> here.processes.count() == 1);
        int before = parent.pictures.get();
        Track video = clip.getFirst().track();

        for (int millis = 3000; millis < 13_000; millis += 40) {
            long dts = millis * MediaFrame.MILLISECOND;
            publication.publish(MediaFrame.coded(
                    video, millis % 1000 == 0, dts, dts, Unpooled.buffer().writeZero(1000)));
        }

        await().until(() -> parent.pictures.get() == before + 250);
        await().until(() -> here.meters.dropped.count() > 100);
        watch.close();
        await().until(() -> here.processes.count() == 0);
    }

    private TranscodeWorld world(boolean scripted, String... script) throws Exception {
        world = new TranscodeWorld(scripted ? TranscodeWorld.script(script[0]) : TranscodeWorld.bundled(), directory);
        return world;
    }

    private static StreamStatus status(TranscodeWorld in, StreamName name) {
        return in.streams
                .find(name)
                .orElseThrow()
                .status()
                .toCompletableFuture()
                .join();
    }

    private static Seen watch(LiveStream stream) throws Exception {
        Seen seen = new Seen(stream.watch());
        seen.watch.ready().toCompletableFuture().get(15, TimeUnit.SECONDS);
        seen.watch.follow(seen);
        return seen;
    }

    private static final class Seen implements Follower {

        private final Watch watch;
        private final AtomicInteger pictures = new AtomicInteger();
        private volatile Tracks tracks = Tracks.NONE;
        private volatile @Nullable Ending ending;

        private Seen(Watch watch) {
            this.watch = watch;
        }

        @Override
        public void begin(Tracks next) {
            tracks = next;
        }

        @Override
        public void frame(MediaFrame frame) {
            if (frame.isVideo()) {
                pictures.incrementAndGet();
            }
        }

        @Override
        public void end(Ending why) {
            ending = why;
        }
    }
}
