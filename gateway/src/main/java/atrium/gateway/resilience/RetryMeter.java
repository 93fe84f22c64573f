package atrium.gateway.resilience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** {@code atrium.gateway.retries} by {@code reason}. */
final class RetryMeter {

    private static final Set<Outcome> REASONS = EnumSet.of(Outcome.UNAVAILABLE, Outcome.UNREACHED, Outcome.BROKE);

    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    RetryMeter(MeterRegistry meters) {
        REASONS.forEach(reason -> counters.put(reason, counter(reason, meters)));
    }

    void count(Outcome reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter counter(Outcome reason, MeterRegistry meters) {
        return Counter.builder("atrium.gateway.retries")
                .description("Requests that failed at one instance and were tried at another")
                .tag("reason", reason.tag())
                .register(meters);
    }
}
