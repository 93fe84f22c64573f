package atrium.stream.egress.jpeg;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static atrium.stream.media.MediaFixture.sound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.platform.problem.ProblemException;
import atrium.stream.live.LiveProperties;
import atrium.stream.live.LiveStream;
import atrium.stream.live.Publication;
import atrium.stream.live.StreamContext;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.media.MediaFrame;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Timeout(20)
class SnapshotsTests {

    private static final StreamName NAME = new StreamName("cam");

    private final LiveProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("atrium.stream.live", Bindable.of(LiveProperties.class));
    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final StreamRegistry registry = new StreamRegistry(
            loop::eventLoop,
            new StreamContext(
                    () -> properties,
                    new StreamMeters(new SimpleMeterRegistry()),
                    InstantSource.system(),
                    new Random(1)));
    private final AtomicInteger decoded = new AtomicInteger();
    private final Semaphore allowed = new Semaphore(0);
    private volatile boolean damaged;
    private final Snapshots snapshots = new Snapshots(this::decode, 1);

    @AfterEach
    void stop() {
        allowed.release(1000);
        snapshots.close();
    }

    @Test
    void manyAskForTheSame_thenDecodedOnce() throws Exception {
        LiveStream stream = publish(40).stream();
        List<CompletableFuture<Snapshot>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            all.add(take(stream, 640));
        }
        allowed.release();

        for (CompletableFuture<Snapshot> one : all) {
            assertThat(one.get(5, TimeUnit.SECONDS).bytes()).isEqualTo(new byte[] {40, 1});
        }
        assertThat(take(stream, 640).get(5, TimeUnit.SECONDS).bytes()).isEqualTo(new byte[] {40, 1});
        assertThat(decoded).hasValue(1);
    }

    @Test
    void anotherWidthOrKeyPicture_thenDecodedAgain() throws Exception {
        allowed.release(3);
        Published published = publish(40);
        assertThat(take(published.stream(), 640).get(5, TimeUnit.SECONDS).bytes())
                .containsExactly(40, 1);
        assertThat(take(published.stream(), 320).get(5, TimeUnit.SECONDS).bytes())
                .containsExactly(40, 2);

        published.publication().publish(picture(true, 1000, 50));
        loop.runPendingTasks();

        assertThat(take(published.stream(), 640).get(5, TimeUnit.SECONDS).bytes())
                .containsExactly(50, 3);
    }

    @Test
    void moreThanCanWait_thenTheRestIsSentAwayAndMayComeAgain() throws Exception {
        LiveStream stream = publish(40).stream();
        List<CompletableFuture<Snapshot>> all = new ArrayList<>();
        for (int width = 100; width < 200; width++) {
            all.add(take(stream, width));
        }
        assertThat(all.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSizeBetween(34, 36)
                .allSatisfy(one -> assertThatThrownBy(one::get)
                        .hasCauseInstanceOf(ProblemException.class)
                        .hasMessageContaining("at once"));

        allowed.release(100);
        await().until(() -> all.stream().allMatch(CompletableFuture::isDone));

        assertThat(take(stream, 199).get(5, TimeUnit.SECONDS).bytes()).hasSize(2);
    }

    @Test
    void damagedPicture_thenToldAndTriedAgain() throws Exception {
        allowed.release(2);
        LiveStream stream = publish(40).stream();
        damaged = true;
        assertThatThrownBy(() -> take(stream, 640).get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("not a picture");
        damaged = false;

        assertThat(take(stream, 640).get(5, TimeUnit.SECONDS).bytes()).containsExactly(40, 2);
    }

    @Test
    void soundOnly_thenNoPicture() {
        Publication publication = admit();
        publication.publish(MediaFrame.configuration(AUDIO, 0));
        for (int millis = 0; millis <= 1000; millis += 20) {
            publication.publish(sound(millis, 10));
        }
        loop.runPendingTasks();

        assertThatThrownBy(() -> take(registry.find(NAME).orElseThrow(), 640).get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(ProblemException.class)
                .hasMessageContaining("sound only");
    }

    @Test
    void noKeyPictureYet_thenTheNextOne() throws Exception {
        allowed.release();
        Publication publication = admit();
        CompletableFuture<Snapshot> early = take(registry.find(NAME).orElseThrow(), 640);
        assertThat(early).isNotDone();

        open(publication, 30);
        loop.runPendingTasks();

        assertThat(early.get(5, TimeUnit.SECONDS).bytes()).containsExactly(30, 1);
    }

    @Test
    void taken_thenNobodyWatchesAndNothingIsKeptOfTheFrame() throws Exception {
        allowed.release();
        Published published = publish(40);
        take(published.stream(), 640).get(5, TimeUnit.SECONDS);
        loop.runPendingTasks();
        assertThat(published.stream().status().toCompletableFuture().join().viewers())
                .isZero();

        published.publication().end("done");
        loop.runPendingTasks();

        await().until(() -> published.key().payload().refCnt() == 0);
    }

    private record Published(LiveStream stream, Publication publication, MediaFrame key) {}

    private Published publish(int size) {
        Publication publication = admit();
        MediaFrame key = open(publication, size);
        loop.runPendingTasks();
        return new Published(registry.find(NAME).orElseThrow(), publication, key);
    }

    private Publication admit() {
        var admitted = registry.publish(NAME, loop.eventLoop()).toCompletableFuture();
        loop.runPendingTasks();
        return admitted.join();
    }

    private static MediaFrame open(Publication publication, int size) {
        MediaFrame key = picture(true, 0, size);
        publication.publish(MediaFrame.configuration(VIDEO, 0));
        publication.publish(MediaFrame.configuration(AUDIO, 0));
        publication.publish(key);
        return key;
    }

    private CompletableFuture<Snapshot> take(LiveStream stream, int width) {
        CompletableFuture<Snapshot> taken = snapshots.take(stream, width);
        loop.runPendingTasks();
        return taken;
    }

    /** A JPEG of two bytes: how long the coded picture was, and which decoding this is. */
    private byte[] decode(MediaFrame key, int maxWidth) throws IOException {
        allowed.acquireUninterruptibly();
        int nth = decoded.incrementAndGet();
        if (damaged) {
            throw new IOException("not a picture");
        }
        return new byte[] {(byte) key.payload().readableBytes(), (byte) nth};
    }
}
