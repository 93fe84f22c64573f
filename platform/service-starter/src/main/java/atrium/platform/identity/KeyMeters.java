package atrium.platform.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * {@code atrium.identity.keys}: the gateways' keys that are known; {@code atrium.identity.key.fetches}, by {@code
 * outcome}: complete, partial (not every gateway answered) or none (no gateway did).
 */
final class KeyMeters {

    private final MeterRegistry registry;
    private final Counter complete;
    private final Counter partial;
    private final Counter none;

    KeyMeters(MeterRegistry registry) {
        this.registry = registry;
        this.complete = fetches(registry, "complete");
        this.partial = fetches(registry, "partial");
        this.none = fetches(registry, "none");
    }

    void known(Supplier<Number> keys) {
        Gauge.builder("atrium.identity.keys", keys)
                .description("Keys of gateways that are known")
                .register(registry);
    }

    void fetched(Gateways.Answer answer) {
        if (answer.answered() == 0) {
            none.increment();
        } else if (answer.isComplete()) {
            complete.increment();
        } else {
            partial.increment();
        }
    }

    private static Counter fetches(MeterRegistry registry, String outcome) {
        return Counter.builder("atrium.identity.key.fetches")
                .description("Times that the gateways were asked for their keys")
                .tag("outcome", outcome)
                .register(registry);
    }
}
