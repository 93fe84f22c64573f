package atrium.gateway.resilience;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.ServiceInstance;

/**
 * Instances that are put aside because requests to them fail, whatever the registry says: it takes seconds to notice what
 * the first refused connection tells.
 *
 * <p>A connection that cannot be opened puts its instance aside at once; an answer that breaks off may be one request's
 * own fault, so it takes some in a row. An instance that has been put aside is asked again when its time is over; if it
 * fails again soon after, it stays away for twice as long. Soon is the longest time for which one is put aside: then all
 * is forgotten, so no more is remembered than instances failed of late. Where all instances of a service are aside none
 * is: a slim chance is better than none.
 *
 * <p>Any thread may call. Meter: {@code atrium.gateway.ejected}.
 */
public final class Ejections {

    private static final Logger log = LoggerFactory.getLogger(Ejections.class);

    private final Supplier<FailoverProperties> properties;
    private final InstantSource clock;
    private final Map<Address, Mark> marks = new ConcurrentHashMap<>();

    /** An instance keeps its address, and what is known of it, when it is registered anew. */
    private record Address(String host, int port) {

        static Address of(ServiceInstance instance) {
            return new Address(instance.getHost(), instance.getPort());
        }
    }

    /**
     * What is known of an instance that has failed.
     *
     * @param breaks answers broken off since the last whole one
     * @param until until when it is, or was, put aside; where it never was, when it failed last
     * @param away for how long it was put aside last; zero: never
     */
    private record Mark(int breaks, Instant until, Duration away) {

        boolean isAway(Instant now) {
            return now.isBefore(until);
        }

        boolean isOld(Instant now, Duration memory) {
            return !now.isBefore(until.plus(memory));
        }
    }

    Ejections(Supplier<FailoverProperties> properties, InstantSource clock, MeterRegistry meters) {
        this.properties = properties;
        this.clock = clock;
        Gauge.builder("atrium.gateway.ejected", this, Ejections::count)
                .description("Instances that are put aside now because requests to them failed")
                .register(meters);
    }

    /** Those of {@code instances} that are not put aside; all, where that would be none. */
    public List<ServiceInstance> without(List<ServiceInstance> instances) {
        if (marks.isEmpty()) {
            return instances;
        }
        Instant now = clock.instant();
        List<ServiceInstance> rest =
                instances.stream().filter(instance -> !isAway(instance, now)).toList();
        return rest.isEmpty() ? instances : rest;
    }

    /** {@code instance} could not be connected to. */
    void unreached(ServiceInstance instance) {
        FailoverProperties failover = properties.get();
        Instant now = clock.instant();
        marks.values().removeIf(mark -> mark.isOld(now, failover.longestEjection()));
        marks.compute(Address.of(instance), (address, mark) -> putAside(address, mark, now, failover));
    }

    /** {@code instance} has broken off an answer. */
    void broke(ServiceInstance instance) {
        FailoverProperties failover = properties.get();
        Instant now = clock.instant();
        marks.values().removeIf(mark -> mark.isOld(now, failover.longestEjection()));
        marks.compute(Address.of(instance), (address, known) -> {
            Mark mark = known == null ? new Mark(0, now, Duration.ZERO) : known;
            return mark.isAway(now) || mark.breaks() + 1 < failover.breaks()
                    ? new Mark(mark.breaks() + 1, mark.until(), mark.away())
                    : putAside(address, mark, now, failover);
        });
    }

    /** {@code instance} has answered. */
    void answered(ServiceInstance instance) {
        if (!marks.isEmpty()) {
            marks.computeIfPresent(
                    Address.of(instance),
                    (address, mark) -> mark.away().isZero() ? null : new Mark(0, mark.until(), mark.away()));
        }
    }

    /** Several requests that fail together count once. */
    private static Mark putAside(Address address, @Nullable Mark known, Instant now, FailoverProperties failover) {
        if (known != null && known.isAway(now)) {
            return known;
        }
        Duration wanted = known == null || known.away().isZero()
                ? failover.ejection()
                : known.away().multipliedBy(2);
        Duration longest = failover.longestEjection();
        Duration away = wanted.compareTo(longest) > 0 ? longest : wanted;
        log.info("{}:{} is put aside for {} s", address.host(), address.port(), away.toSeconds());
        return new Mark(0, now.plus(away), away);
    }

    private boolean isAway(ServiceInstance instance, Instant now) {
        Mark mark = marks.get(Address.of(instance));
        return mark != null && mark.isAway(now);
    }

    private long count() {
        Instant now = clock.instant();
        return marks.values().stream().filter(mark -> mark.isAway(now)).count();
    }
}
