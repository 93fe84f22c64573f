package atrium.stream.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every meter of the streams:
 *
 * <ul>
 *   <li>{@code atrium.stream.sources}: streams that are live
 *   <li>{@code atrium.stream.viewers}: viewers, those that still wait included
 *   <li>{@code atrium.stream.frames.dropped}: frames that a slow viewer was spared
 *   <li>{@code atrium.stream.bytes} by {@code direction}: media taken {@code in}, and handed {@code out} to viewers
 *   <li>{@code atrium.stream.first.frame}: from a viewer's request to its first key picture
 *   <li>{@code atrium.stream.gop.overflows}: groups of pictures too long for the cache
 *   <li>{@code atrium.stream.publishers.refused} by {@code reason}: {@code key}, {@code busy}, {@code malformed}
 * </ul>
 */
public final class StreamMeters {

    final AtomicInteger sources = new AtomicInteger();
    final AtomicInteger viewers = new AtomicInteger();
    final Counter framesDropped;
    final Counter bytesIn;
    final Counter bytesOut;
    final Counter gopOverflows;
    final Timer firstFrame;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    /** Why a publisher was sent away. */
    public enum Refusal {
        KEY,
        BUSY,
        MALFORMED
    }

    public StreamMeters(MeterRegistry registry) {
        Gauge.builder("atrium.stream.sources", sources, AtomicInteger::get).register(registry);
        Gauge.builder("atrium.stream.viewers", viewers, AtomicInteger::get).register(registry);
        framesDropped = registry.counter("atrium.stream.frames.dropped");
        bytesIn = registry.counter("atrium.stream.bytes", "direction", "in");
        bytesOut = registry.counter("atrium.stream.bytes", "direction", "out");
        gopOverflows = registry.counter("atrium.stream.gop.overflows");
        firstFrame = registry.timer("atrium.stream.first.frame");
        for (Refusal reason : Refusal.values()) {
            String tag = reason.name().toLowerCase(Locale.ROOT);
            refused.put(reason, registry.counter("atrium.stream.publishers.refused", "reason", tag));
        }
    }

    /** A publisher was sent away. */
    public void refused(Refusal reason) {
        Objects.requireNonNull(refused.get(reason)).increment();
    }
}
