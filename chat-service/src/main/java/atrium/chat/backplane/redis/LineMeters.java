package atrium.chat.backplane.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The counters that lines touch, looked up once. */
record LineMeters(
        Counter detaches, Counter heals, Counter broken, Counter gaps, Counter refused, Counter malformed) {

    static LineMeters in(MeterRegistry registry) {
        return new LineMeters(
                RedisMeter.DETACHES.counter(registry),
                RedisMeter.HEALS.counter(registry),
                RedisMeter.BROKEN.counter(registry),
                RedisMeter.GAPS.counter(registry),
                RedisMeter.REFUSED.counter(registry),
                RedisMeter.MALFORMED.counter(registry));
    }
}
