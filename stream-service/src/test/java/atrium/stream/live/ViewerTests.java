package atrium.stream.live;

import static atrium.stream.media.MediaFixture.AUDIO;
import static atrium.stream.media.MediaFixture.VIDEO;
import static atrium.stream.media.MediaFixture.picture;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.stream.live.ManualStream.Connection;
import atrium.stream.live.ManualStream.Words;
import atrium.stream.media.Tracks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewerTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long NOW = 1_000_000;

    private final Connection connection = new Connection();
    private final Lane lane = new Lane(
            0,
            new Output(0, Words.FIRST.open(UnpooledByteBufAllocator.DEFAULT)),
            Framing.NONE,
            UnpooledByteBufAllocator.DEFAULT);
    private final Viewer viewer =
            new Viewer(connection, lane, 100, new StreamMeters(new SimpleMeterRegistry()), System.nanoTime());

    @BeforeEach
    void begin() {
        viewer.begin(lane.writeHead(new Tracks(VIDEO, AUDIO), List.of()), List.of(), false);
        connection.read();
        connection.stall.stalled = true;
        viewer.deliver(batch(40), 100);
    }

    @Test
    void nothingLeavesFor20s_thenStalled() {
        assertThat(viewer.isStalled(LIMIT, NOW)).isFalse();
        assertThat(viewer.isStalled(LIMIT, NOW + LIMIT.toNanos())).isFalse();
        assertThat(viewer.isStalled(LIMIT, NOW + LIMIT.toNanos() + 1)).isTrue();
    }

    @Test
    void boundOfTheQueueChangesMeanwhile_thenStalledAllTheSame() {
        assertThat(viewer.isStalled(LIMIT, NOW)).isFalse();
        viewer.deliver(batch(80), 60);
        assertThat(viewer.isStalled(LIMIT, NOW + LIMIT.toNanos() / 2)).isFalse();
        assertThat(viewer.isStalled(LIMIT, NOW + LIMIT.toNanos() + 1)).isTrue();
    }

    @Test
    void somethingLeaves_thenNotStalled() {
        assertThat(viewer.isStalled(LIMIT, NOW)).isFalse();
        connection.stall.stalled = false;
        connection.channel.flush();

        assertThat(viewer.isStalled(LIMIT, NOW + LIMIT.toNanos() + 1)).isFalse();
    }

    private Batch batch(long millis) {
        SharedFrame shared = SharedFrame.coded(picture(false, millis, 120), false, Fanout.SLOTS);
        shared.packFor(lane.output());
        return new Batch(List.of(shared), List.of(lane), 1);
    }
}
