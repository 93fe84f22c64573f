package atrium.stream.egress.hls;

import atrium.stream.live.LiveStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The streams that somebody watches by HLS. Thread-safe. */
final class HlsStreams {

    private final Map<LiveStream, HlsStream> streams = new ConcurrentHashMap<>();
    private final Supplier<HlsProperties> properties;
    private final Supplier<EventLoop> loops;
    private final InstantSource clock;
    private final HlsMeters meters;

    /** @param loops gives the loop on which requests for a stream wait */
    HlsStreams(
            Supplier<HlsProperties> properties,
            Supplier<EventLoop> loops,
            InstantSource clock,
            MeterRegistry registry) {
        this.properties = properties;
        this.loops = loops;
        this.clock = clock;
        this.meters = new HlsMeters(registry, streams::size);
    }

    HlsMeters meters() {
        return meters;
    }

    /** {@code stream}, which begins to be cut if it is not. */
    HlsStream open(LiveStream stream) {
        HlsStream open =
                streams.compute(stream, (same, now) -> now == null || now.isOver() ? make(same) : now.touched());
        open.start();
        return open;
    }

    /** {@code stream}, if it is being cut. */
    Optional<HlsStream> find(LiveStream stream) {
        return Optional.ofNullable(streams.computeIfPresent(stream, (same, open) -> open.touched()));
    }

    private HlsStream make(LiveStream stream) {
        HlsProperties now = properties.get();
        Segmenter segmenter = new Segmenter(now, clock, ByteBufAllocator.DEFAULT);
        return new HlsStream(stream, now, segmenter, loops.get(), new Blocked(now, meters.blocked), this);
    }

    /** It has ended. */
    void remove(LiveStream stream, HlsStream ended) {
        streams.remove(stream, ended);
    }

    /** Nobody has asked for it; or somebody has, just now. */
    void retire(LiveStream stream, HlsStream idle) {
        streams.computeIfPresent(stream, (same, open) -> open == idle && open.closeIfIdle() ? null : open);
    }
}
