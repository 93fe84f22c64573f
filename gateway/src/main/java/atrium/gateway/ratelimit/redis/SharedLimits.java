package atrium.gateway.ratelimit.redis;

import atrium.gateway.ratelimit.Buckets;
import atrium.gateway.ratelimit.TokenBuckets;
import atrium.platform.redis.RedisConnector;
import atrium.platform.redis.RedisLink;
import atrium.platform.redis.RedisProperties;
import atrium.platform.redis.RedisUse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * All limits of a gateway that shares them with others over one Redis.
 *
 * <p>Meters: {@code atrium.gateway.limits.shared}, {@code atrium.gateway.limits.alone}, {@code atrium.gateway.limits.answers}.
 */
final class SharedLimits implements Buckets.Source, AutoCloseable {

    /** How long a request near its limit waits for Redis. */
    static final Duration PATIENCE = Duration.ofMillis(100);

    private static final RedisUse USE =
            new RedisUse("atrium-gateway", "each gateway counts its requests alone", List.of(TakeScript.SCRIPT));

    private final Duration patience;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shared-limits").factory());
    private final RedisConnector<LimitLink> connector;
    private final Counter alone;
    private final Timer answers;

    SharedLimits(RedisProperties redis, Duration patience, LongSupplier nanos, MeterRegistry meters) {
        this.patience = patience;
        this.nanos = nanos;
        this.connector = new RedisConnector<>(redis, USE, timer, nanos, this::made);
        this.alone = Counter.builder("atrium.gateway.limits.alone")
                .description("Requests that this gateway counted alone, because Redis was away or late")
                .register(meters);
        this.answers = Timer.builder("atrium.gateway.limits.answers")
                .description("How long Redis took to count a request")
                .register(meters);
        Gauge.builder("atrium.gateway.limits.shared", this, limits -> limits.isConnected() && !limits.isLate() ? 1 : 0)
                .description("1 while Redis answers, 0 while this gateway counts alone")
                .register(meters);
    }

    void start() {
        connector.start();
    }

    @Override
    public Buckets of(String kind, TokenBuckets memory) {
        return new SharedBuckets(kind, memory, connector::link, patience, nanos, alone);
    }

    boolean isConnected() {
        return connector.link() != null;
    }

    /** Whether Redis owes an answer for longer than anybody waits. */
    boolean isLate() {
        LimitLink link = connector.link();
        return link != null && link.isLate();
    }

    private CompletionStage<LimitLink> made(RedisLink link) {
        return CompletableFuture.completedStage(new LimitLink(TakeScript.over(link), nanos, answers));
    }

    @Override
    public void close() {
        connector.close();
        timer.shutdown();
    }
}
