package atrium.chat.admin;

import atrium.chat.room.ChatMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an operator looks at first. The counts are the instance's that answers, since its start: two answers give a rate. */
@RestController
class StatisticsController {

    private final MeterRegistry registry;
    private final InstantSource clock;

    StatisticsController(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** The meters of {@code docs/metrics.md}, at one moment. */
    record StatisticsView(
            Instant at,
            long rooms,
            long members,
            long messages,
            long deliveries,
            long slowClosed,
            long rateLimited,
            long busy,
            long protocolErrors) {}

    @GetMapping("/chat/statistics")
    StatisticsView statistics() {
        return new StatisticsView(
                clock.instant(),
                gauge(ChatMeter.ROOMS),
                gauge(ChatMeter.MEMBERS),
                count(ChatMeter.MESSAGES),
                count(ChatMeter.DELIVERIES),
                count(ChatMeter.SLOW_CLOSED),
                count(ChatMeter.RATE_LIMITED),
                count(ChatMeter.BUSY),
                count(ChatMeter.PROTOCOL_ERRORS));
    }

    private long count(ChatMeter meter) {
        Counter counter = registry.find(meter.meterName()).counter();
        return counter == null ? 0 : (long) counter.count();
    }

    private long gauge(ChatMeter meter) {
        Gauge gauge = registry.find(meter.meterName()).gauge();
        return gauge == null ? 0 : (long) gauge.value();
    }
}
