package atrium.stream.live;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.stream.media.MediaFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state machine of a pulled source, by hand. */
class SourceTests {

    private static final StreamName NAME = new StreamName("cam");

    private final ManualStream world = new ManualStream();
    private final List<Publication> runs = new ArrayList<>();
    private int stops;

    private final Source source = new Source() {
        @Override
        public Running start(Publication publication) {
            runs.add(publication);
            return () -> stops++;
        }

        @Override
        public String masked() {
            return "rtsp://cam/";
        }
    };

    @Test
    void nobodyWatches_thenIdle() {
        configure(true);
        world.pass(Duration.ofMinutes(1));
        assertThat(runs).isEmpty();
        assertThat(status().state()).isEqualTo(StreamState.IDLE);
        assertThat(status().source()).isEqualTo("rtsp://cam/");
    }

    @Test
    void firstViewer_thenStartsAndTheSecondSharesIt() {
        configure(true);
        Watch first = watch();
        Watch second = watch();
        assertThat(runs).hasSize(1);
        assertThat(status().state()).isEqualTo(StreamState.STARTING);
        assertThat(first.ready().toCompletableFuture()).isNotDone();

        show();

        assertThat(first.ready().toCompletableFuture()).isCompleted();
        assertThat(second.ready().toCompletableFuture()).isCompleted();
        assertThat(status().state()).isEqualTo(StreamState.LIVE);
    }

    @Test
    void lastViewerLeaves_thenStopsAfterTheIdleTimeout() {
        configure(true);
        Watch viewer = watch();
        show();
        leave(viewer);
        world.pass(Duration.ofSeconds(9));
        assertThat(stops).isZero();

        world.pass(Duration.ofSeconds(2));

        assertThat(stops).isOne();
        assertThat(status().state()).isEqualTo(StreamState.IDLE);
    }

    @Test
    void viewerComesBackInTime_thenTheSourceGoesOn() {
        configure(true);
        Watch viewer = watch();
        show();
        leave(viewer);
        world.pass(Duration.ofSeconds(5));
        watch();
        world.pass(Duration.ofMinutes(1));

        assertThat(stops).isZero();
        assertThat(runs).hasSize(1);
    }

    @Test
    void sourceFails_thenTriedAgainWhileWatchedAndTheViewerLearnsTheReason() {
        configure(true);
        Watch viewer = watch();
        runs.getLast().end("connection refused");
        world.run();
        assertThat(status().state()).isEqualTo(StreamState.BACKING_OFF);
        assertThat(status().reason()).isEqualTo("connection refused");

        world.pass(Duration.ofMillis(600));
        assertThat(runs).hasSize(2);
        runs.getLast().end("connection refused");
        world.run();
        world.pass(Duration.ofSeconds(10));

        assertThatThrownBy(() -> viewer.ready().toCompletableFuture().join())
                .hasRootCauseInstanceOf(StreamEndedException.class)
                .hasRootCauseMessage("connection refused");
    }

    @Test
    void nobodyWaitsAnyMore_thenNotTriedAgain() {
        configure(true);
        Watch viewer = watch();
        runs.getLast().end("no");
        world.run();
        leave(viewer);
        world.pass(Duration.ofMinutes(5));

        assertThat(runs).hasSize(1);
        assertThat(status().state()).isEqualTo(StreamState.IDLE);
    }

    @Test
    void silentSource_thenTheViewerIsToldAfterTheSourceTimeout() {
        configure(true);
        Watch viewer = watch();
        world.pass(Duration.ofSeconds(11));

        assertThatThrownBy(() -> viewer.ready().toCompletableFuture().join())
                .hasRootCauseMessage("the source sent nothing for 10 s");
    }

    @Test
    void notOnDemand_thenRunsWithoutViewers() {
        configure(false);
        world.pass(Duration.ofMinutes(1));
        assertThat(runs).hasSize(1);
        assertThat(stops).isZero();
    }

    @Test
    void removed_thenStopsAndIsUnknown() {
        configure(true);
        Watch viewer = watch();
        show();
        world.registry.forget(NAME);
        world.run();
        leave(viewer);

        assertThat(stops).isOne();
        assertThat(world.registry.find(NAME)).isEmpty();
    }

    @Test
    void publisherOfAPulledStream_thenRefused() {
        configure(true);
        assertThatThrownBy(() -> world.registry
                        .publish(NAME, world.home.eventLoop())
                        .toCompletableFuture()
                        .join())
                .hasCauseInstanceOf(PublishRefusedException.class);
    }

    @Test
    void nobodyPublishes_thenNotFound() {
        world.registry.configure(NAME, null, true, true);
        world.run();
        Watch viewer = watch();
        assertThatThrownBy(() -> viewer.ready().toCompletableFuture().join())
                .hasRootCauseMessage("nobody publishes cam");
    }

    private void configure(boolean onDemand) {
        world.registry.configure(NAME, source, onDemand, true);
        world.run();
    }

    private Watch watch() {
        Watch watch = world.registry.find(NAME).orElseThrow().watch();
        world.run();
        return watch;
    }

    private void leave(Watch watch) {
        watch.close();
        world.run();
    }

    private void show() {
        Publication run = runs.getLast();
        run.publish(MediaFrame.configuration(VIDEO, 0));
        run.publish(MediaFrame.configuration(AUDIO, 0));
        run.publish(picture(true, 0, 4));
        world.run();
    }

    private StreamStatus status() {
        return world.registry
                .find(NAME)
                .orElseThrow()
                .status()
                .toCompletableFuture()
                .join();
    }
}
