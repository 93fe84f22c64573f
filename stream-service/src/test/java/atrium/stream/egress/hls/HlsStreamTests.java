package atrium.stream.egress.hls;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.problem.ProblemException;
import atrium.stream.edge.StreamProblem;
import atrium.stream.live.LiveProperties;
import atrium.stream.live.LiveStream;
import atrium.stream.live.Publication;
import atrium.stream.live.StreamContext;
import atrium.stream.live.StreamMeters;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;

/** Who waits for a stream's HLS, and for how long, on a loop whose time the test tells. */
class HlsStreamTests {

    private static final StreamName NAME = new StreamName("x");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final EmbeddedChannel home = new EmbeddedChannel();
    private final StreamRegistry registry = new StreamRegistry(
            home::eventLoop,
            new StreamContext(HlsStreamTests::live, new StreamMeters(meters), InstantSource.system(), new Random(1)));
    private final HlsStreams streams = new HlsStreams(
            () -> new HlsProperties(
                    Duration.ofMillis(200),
                    Duration.ofSeconds(2),
                    7,
                    Duration.ofSeconds(10),
                    DataSize.ofMegabytes(64),
                    3,
                    2),
            home::eventLoop,
            InstantSource.system(),
            meters);
    private final List<Throwable> errors = new ArrayList<>();
    private final List<Edition> answers = new ArrayList<>();
    private int next;

    @AfterEach
    void close() {
        pass(Duration.ofMinutes(1));
        assertThat(gauge("blocked")).isZero();
    }

    @Test
    void nobodyAsks_thenClosesAndLeavesTheStream() {
        Publication publication = publish(60);
        HlsStream hls = streams.open(stream());
        home.runPendingTasks();
        feed(publication, 60);
        SharedBytes kept = hls.window()
                .orElseThrow()
                .segments()
                .getFirst()
                .parts()
                .getFirst()
                .bytes();

        pass(Duration.ofSeconds(9));
        assertThat(streams.find(stream())).containsSame(hls);
        pass(Duration.ofSeconds(9));
        assertThat(gauge("streams")).isEqualTo(1);
        pass(Duration.ofSeconds(2));

        assertThat(gauge("streams")).isZero();
        assertThat(hls.isOver()).isTrue();
        assertThat(kept.take()).isEmpty();
        assertThat(streams.find(stream())).isEmpty();
    }

    @Test
    void askedAgainAfterIdle_thenCutAnew() {
        publish(10);
        HlsStream first = streams.open(stream());
        pass(Duration.ofSeconds(11));

        HlsStream second = streams.open(stream());

        assertThat(second).isNotSameAs(first);
        assertThat(streams.open(stream())).isSameAs(second);
    }

    @Test
    void nothingComes_thenLate() {
        Publication publication = publish(60);
        HlsStream hls = streams.open(stream());
        home.runPendingTasks();
        feed(publication, 60);
        ask(hls, 1000);

        pass(Duration.ofSeconds(5));
        assertThat(errors).isEmpty();
        pass(Duration.ofSeconds(2));

        assertThat(errors).singleElement().isInstanceOfSatisfying(ProblemException.class, late -> {
            assertThat(late.type()).isEqualTo(HlsProblem.LATE);
            assertThat(late.getHeaders().getFirst("Retry-After")).isEqualTo("1");
        });
    }

    @Test
    void tooManyWait_thenTheNextIsRefused() {
        publish(10);
        HlsStream hls = streams.open(stream());

        ask(hls, 0);
        ask(hls, 0);
        ask(hls, 0);

        assertThat(errors)
                .singleElement()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        crowded -> assertThat(crowded.type()).isEqualTo(HlsProblem.CROWDED));
        assertThat(gauge("blocked")).isEqualTo(2);
    }

    @Test
    void oneGoes_thenThereIsRoom() {
        publish(10);
        HlsStream hls = streams.open(stream());
        ask(hls, 0);

        ask(hls, 0).dispose();
        home.runPendingTasks();
        ask(hls, 0);

        assertThat(errors).isEmpty();
        assertThat(gauge("blocked")).isEqualTo(2);
    }

    @Test
    void firstSegmentComes_thenAllAreAnsweredAndCounted() {
        Publication publication = publish(10);
        HlsStream hls = streams.open(stream());
        ask(hls, 0);
        ask(hls, 0);

        feed(publication, 51);

        assertThat(answers).hasSize(2);
        ask(hls, 1000);
        pass(Duration.ofMillis(600));
        assertThat(hls.viewers()).isEqualTo(1);
    }

    @Test
    void sourceStaysAway_thenTheProblemOfTheStream() {
        Publication publication = publish(10);
        HlsStream hls = streams.open(stream());
        ask(hls, 0);

        publication.end("unplugged");
        pass(Duration.ofSeconds(11));

        assertThat(errors)
                .singleElement()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        gone -> assertThat(gone.type()).isEqualTo(StreamProblem.SOURCE_UNAVAILABLE));
        assertThat(gauge("streams")).isZero();
    }

    @Test
    void codecsThatMp4HasNot_thenSaysSo() {
        var admitted = registry.publish(NAME, home.eventLoop()).toCompletableFuture();
        home.runPendingTasks();
        Track.Mp2 mp2 = new Track.Mp2(48_000, 2);
        admitted.join().publish(MediaFrame.configuration(mp2, 0));
        admitted.join()
                .publish(MediaFrame.coded(mp2, true, 0, 0, Unpooled.buffer().writeZero(9)));
        home.runPendingTasks();
        pass(Duration.ofSeconds(3));
        admitted.join()
                .publish(MediaFrame.coded(
                        mp2, true, 270_000, 270_000, Unpooled.buffer().writeZero(9)));

        ask(streams.open(stream()), 0);

        assertThat(errors).singleElement().isInstanceOf(ProblemException.class);
        assertThat(errors.getFirst()).hasMessageContaining("none of the stream's codecs");
    }

    private static LiveProperties live() {
        return new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("atrium.stream.live", Bindable.of(LiveProperties.class));
    }

    private LiveStream stream() {
        return registry.find(NAME).orElseThrow();
    }

    private Publication publish(int pictures) {
        var admitted = registry.publish(NAME, home.eventLoop()).toCompletableFuture();
        home.runPendingTasks();
        Publication publication = admitted.join();
        publication.publish(MediaFrame.configuration(MediaFixture.VIDEO, 0));
        feed(publication, pictures);
        return publication;
    }

    /** So many pictures more, of 25 a second, every fiftieth a key picture. */
    private void feed(Publication publication, int pictures) {
        for (int i = 0; i < pictures; i++, next++) {
            publication.publish(MediaFixture.picture(next % 50 == 0, next * 40L, 100));
        }
        home.runPendingTasks();
    }

    /** For a segment so many after the one that is being made; any for 0. */
    private Disposable ask(HlsStream hls, int ahead) {
        long msn = hls.window().map(now -> now.open().msn() + ahead).orElse(0L);
        Disposable asking = hls.when(now -> now.open().msn() >= msn, true).subscribe(answers::add, errors::add);
        home.runPendingTasks();
        return asking;
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toMillis(); second += 500) {
            home.advanceTimeBy(500, TimeUnit.MILLISECONDS);
            home.runScheduledPendingTasks();
            home.runPendingTasks();
        }
    }

    private double gauge(String name) {
        return meters.get("atrium.stream.hls." + name).gauge().value();
    }
}
