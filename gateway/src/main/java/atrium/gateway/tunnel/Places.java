package atrium.gateway.tunnel;

import atrium.gateway.ratelimit.Household;
import atrium.gateway.ratelimit.LimitsProperties;
import atrium.platform.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * How many tunnels stand or are being opened, in all and of each address. The map has an entry for each address that has
 * one, so the number in all bounds it.
 *
 * <p>Meter: {@code atrium.gateway.limited}, tag {@code kind}: {@code tunnels-address}, {@code tunnels}.
 */
final class Places {

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final Supplier<TunnelProperties> properties;
    private final Supplier<LimitsProperties> limits;
    private final ConcurrentMap<Object, Integer> taken = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();
    private final Counter addressFull;
    private final Counter full;

    Places(Supplier<TunnelProperties> properties, Supplier<LimitsProperties> limits, MeterRegistry meters) {
        this.properties = properties;
        this.limits = limits;
        this.addressFull = counter("tunnels-address", meters);
        this.full = counter("tunnels", meters);
    }

    private static Counter counter(String kind, MeterRegistry meters) {
        return Counter.builder("atrium.gateway.limited")
                .description("Requests that were refused because their like came too often or stand too many")
                .tag("kind", kind)
                .register(meters);
    }

    /** {@code tunnel} in a place of {@code client}'s, which it holds until it ends; or the refusal. */
    Mono<Void> hold(@Nullable InetSocketAddress client, Mono<Void> tunnel) {
        return Mono.defer(() -> {
            TunnelProperties now = properties.get();
            if (all.incrementAndGet() > now.most()) {
                all.decrementAndGet();
                return refused(full, TunnelProblem.TOO_MANY, now.most());
            }
            Object key = key(client);
            if (key != null && !take(key, now.perAddress())) {
                all.decrementAndGet();
                return refused(addressFull, TunnelProblem.TOO_MANY_OF_ADDRESS, now.perAddress());
            }
            return tunnel.doFinally(end -> free(key));
        });
    }

    private @Nullable Object key(@Nullable InetSocketAddress client) {
        InetAddress address = client == null ? null : client.getAddress();
        return address == null || limits.get().exempts(address) ? null : Household.of(address);
    }

    private boolean take(Object key, int most) {
        int count = taken.merge(key, 1, Integer::sum);
        if (most > 0 && count > most) {
            leave(key);
            return false;
        }
        return true;
    }

    private void free(@Nullable Object key) {
        all.decrementAndGet();
        if (key != null) {
            leave(key);
        }
    }

    private void leave(Object key) {
        taken.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
    }

    private static Mono<Void> refused(Counter counter, TunnelProblem problem, int most) {
        counter.increment();
        ProblemException refusal = problem.with("At most " + most + " WebSockets and live replies at once.")
                .retryAfter(COME_BACK);
        return Mono.error(refusal);
    }
}
