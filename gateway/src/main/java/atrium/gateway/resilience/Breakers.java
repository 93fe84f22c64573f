package atrium.gateway.resilience;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One {@link Breaker} for each service that a route names: as many as an operator writes down. Meter:
 * {@code atrium.gateway.breaker} by {@code service}.
 */
final class Breakers {

    private final Supplier<FailoverProperties> properties;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    Breakers(Supplier<FailoverProperties> properties, InstantSource clock, MeterRegistry meters) {
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
    }

    Breaker of(String service) {
        return breakers.computeIfAbsent(service, this::create);
    }

    private Breaker create(String service) {
        Breaker breaker = new Breaker(properties, clock);
        Gauge.builder("atrium.gateway.breaker", breaker, b -> b.state().ordinal())
                .description("0: requests pass; 1: one is let through to see; 2: they are refused")
                .tag("service", service)
                .register(meters);
        return breaker;
    }
}
