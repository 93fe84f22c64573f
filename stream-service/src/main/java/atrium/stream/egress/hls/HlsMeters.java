package atrium.stream.egress.hls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The meters of HLS:
 *
 * <ul>
 *   <li>{@code atrium.stream.hls.streams}: streams that are cut into segments now
 *   <li>{@code atrium.stream.hls.blocked}: requests that wait for a part or a playlist
 *   <li>{@code atrium.stream.bytes} with {@code direction} {@code out}, which other outputs count as well
 * </ul>
 */
final class HlsMeters {

    final AtomicInteger blocked = new AtomicInteger();
    final Counter bytesOut;

    HlsMeters(MeterRegistry registry, Supplier<Number> streams) {
        Gauge.builder("atrium.stream.hls.streams", streams).register(registry);
        Gauge.builder("atrium.stream.hls.blocked", blocked, AtomicInteger::get).register(registry);
        bytesOut = registry.counter("atrium.stream.bytes", "direction", "out");
    }
}
