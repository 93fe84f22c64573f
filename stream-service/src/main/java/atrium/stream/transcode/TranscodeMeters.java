package atrium.stream.transcode;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Every meter of transcoding:
 *
 * <ul>
 *   <li>{@code atrium.stream.encoders}: encoders that run
 *   <li>{@code atrium.stream.encoders.started}: encoders that were started
 *   <li>{@code atrium.stream.encoders.refused}: encoders that were not started, because as many ran as may
 *   <li>{@code atrium.stream.encoders.dropped}: frames that an encoder was too slow for
 *   <li>{@code atrium.stream.snapshots}: how long a child took to make a JPEG
 * </ul>
 */
public final class TranscodeMeters {

    final AtomicInteger encoders = new AtomicInteger();
    final Counter started;
    final Counter refused;
    final Counter dropped;
    final Timer snapshots;

    public TranscodeMeters(MeterRegistry registry) {
        Gauge.builder("atrium.stream.encoders", encoders, AtomicInteger::get).register(registry);
        started = registry.counter("atrium.stream.encoders.started");
        refused = registry.counter("atrium.stream.encoders.refused");
        dropped = registry.counter("atrium.stream.encoders.dropped");
        snapshots = registry.timer("atrium.stream.snapshots");
    }
}
