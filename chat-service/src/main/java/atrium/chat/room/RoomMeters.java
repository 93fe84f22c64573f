package atrium.chat.room;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** The counters that rooms touch for every message, looked up once. */
record RoomMeters(Counter messages, Counter deliveries, Counter slowClosed, Counter busy) {

    static RoomMeters in(MeterRegistry registry) {
        return new RoomMeters(
                ChatMeter.MESSAGES.counter(registry),
                ChatMeter.DELIVERIES.counter(registry),
                ChatMeter.SLOW_CLOSED.counter(registry),
                ChatMeter.BUSY.counter(registry));
    }
}
