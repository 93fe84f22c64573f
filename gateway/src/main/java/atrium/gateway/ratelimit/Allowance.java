package atrium.gateway.ratelimit;

import atrium.platform.config.Live;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/**
 * One of the limits, with everybody's bucket, told to the client in the fields of draft-ietf-httpapi-ratelimit-headers-10,
 * sections 3 and 4: {@code RateLimit-Policy: "address";q=2000;w=4} and {@code RateLimit: "address";r=1999;t=1}. The time is
 * that at which the quota is whole again; for who is refused, that of {@code Retry-After}.
 *
 * <p>Meter: {@code atrium.gateway.limited}, tag {@code kind}.
 */
final class Allowance {

    private static final String POLICY = "RateLimit-Policy";
    private static final String STATE = "RateLimit";
    private static final long SECOND = 1_000_000_000;
    private static final Mono<Optional<ProblemException>> PASSED = Mono.just(Optional.empty());

    private final String start;
    private final Buckets buckets;
    private final Counter limited;
    private volatile Policy policy;

    /** A limit and how it is told, made once for each value. */
    private record Policy(Limit limit, String text) {}

    /**
     * @param kind as the client, the configuration and the meter call it
     * @param limit which of the limits this is
     * @param buckets everybody's
     */
    Allowance(
            String kind,
            Live<LimitsProperties> properties,
            Function<LimitsProperties, Limit> limit,
            Buckets buckets,
            MeterRegistry meters) {
        this.start = '"' + kind + '"';
        this.buckets = buckets;
        this.limited = Counter.builder("atrium.gateway.limited")
                .description("Requests that were refused because their like came too often or stand too many")
                .tag("kind", kind)
                .register(meters);
        this.policy = policy(limit.apply(properties.get()));
        properties.onChange(next -> policy = policy(limit.apply(next)));
    }

    private Policy policy(Limit limit) {
        return new Policy(limit, limit.isOff() ? "" : start + ";q=" + limit.burst() + ";w=" + seconds(limit.window()));
    }

    /** Counts a request of {@code client} and tells it in {@code answer}, on its {@code loop}; the refusal if it was one too many. */
    Mono<Optional<ProblemException>> charge(Object client, HttpHeaders answer, EventExecutor loop) {
        Policy now = policy;
        return now.limit().isOff()
                ? PASSED
                : buckets.take(client, now.limit(), loop).map(ahead -> told(now, ahead, answer));
    }

    private Optional<ProblemException> told(Policy now, long ahead, HttpHeaders answer) {
        Limit limit = now.limit();
        long left = ahead < 0 ? 0 : limit.burst() - Math.ceilDiv(ahead, limit.interval());
        answer.add(POLICY, now.text());
        answer.add(STATE, start + ";r=" + left + ";t=" + seconds(Math.abs(ahead)));
        return ahead < 0 ? Optional.of(refusal(limit, -ahead)) : Optional.empty();
    }

    private ProblemException refusal(Limit limit, long wait) {
        limited.increment();
        return RateProblem.RATE_LIMITED
                .with("At most " + limit.perSecond() + " a second, " + limit.burst() + " at once.")
                .retryAfter(Duration.ofSeconds(seconds(wait)))
                .member("limit", limit.toString());
    }

    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, SECOND);
    }
}
