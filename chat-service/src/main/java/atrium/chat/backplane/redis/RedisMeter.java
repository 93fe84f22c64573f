package atrium.chat.backplane.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Every meter of the way through Redis. */
public enum RedisMeter {
    CONNECTED("atrium.chat.backplane.connected", "1 while Redis answers, 0 while rooms go on alone"),
    ROOMS_ALONE("atrium.chat.backplane.rooms.alone", "Open rooms that are cut off from other nodes"),
    DETACHES("atrium.chat.backplane.detaches", "Times that a room was cut off from other nodes"),
    HEALS("atrium.chat.backplane.heals", "Times that a room that was cut off came back"),
    BROKEN("atrium.chat.backplane.broken", "Times that it came back and something was lost, as its members were told"),
    GAPS("atrium.chat.backplane.gaps", "Times that messages were fetched that had not been heard"),
    REFUSED("atrium.chat.backplane.refused", "Messages refused because too many waited for their place"),
    MALFORMED("atrium.chat.backplane.malformed", "Things heard from Redis that could not be read");

    private final String meter;
    private final String description;

    RedisMeter(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }

    /** The counter, to be held in a field. */
    Counter counter(MeterRegistry registry) {
        return Counter.builder(meter).description(description).register(registry);
    }

    void gauge(MeterRegistry registry, Supplier<Number> value) {
        Gauge.builder(meter, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
