package atrium.chat.room;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Every meter of chat. None has a tag: rooms and members are too many to tell apart. */
public enum ChatMeter {
    MEMBERS("atrium.chat.members", "Members in all rooms"),
    ROOMS("atrium.chat.rooms", "Rooms, with those that are empty and still remembered"),
    MESSAGES("atrium.chat.messages", "Messages that got an offset"),
    DELIVERIES("atrium.chat.deliveries", "Messages handed to members' connections, each member counted"),
    SLOW_CLOSED("atrium.chat.slow.closed", "Members closed because their queue was full"),
    RATE_LIMITED("atrium.chat.rate.limited", "Messages refused or delayed by the rate limit"),
    BUSY("atrium.chat.busy", "Messages refused because a room's backlog was full"),
    PROTOCOL_ERRORS("atrium.chat.protocol.errors", "Connections closed for bytes that the protocol does not allow");

    private final String meter;
    private final String description;

    ChatMeter(String meter, String description) {
        this.meter = meter;
        this.description = description;
    }

    /** As Micrometer knows it. */
    public String meterName() {
        return meter;
    }

    /** The counter, to be held in a field. */
    public Counter counter(MeterRegistry registry) {
        return Counter.builder(meter).description(description).register(registry);
    }

    public void gauge(MeterRegistry registry, Supplier<Number> value) {
        Gauge.builder(meter, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
