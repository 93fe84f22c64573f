package atrium.gateway.ratelimit.redis;

import atrium.gateway.ratelimit.Buckets;
import atrium.gateway.ratelimit.Limit;
import atrium.gateway.ratelimit.TokenBuckets;
import io.micrometer.core.instrument.Counter;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Token buckets that several gateways share. Each has its own memory of them too, which lacks only what others took and it
 * has not heard of. So
 *
 * <ul>
 *   <li>who has no token left here is refused, and Redis not asked: a flood costs it nothing;
 *   <li>who has most of its tokens passes at once, and Redis is told. Its answer, which nobody waits for, brings what the
 *       others took. This is nearly every request, and it takes no longer than without Redis;
 *   <li>all else waits for Redis, and passes if both have a token.
 * </ul>
 *
 * <p>So what passes is what the limit says, and on top only what other gateways have let pass while that was still on its
 * way to Redis: at most one {@link #FAR}th of the bucket each.
 *
 * <p>Without Redis, or if it does not answer in time, the memory decides: a client then gets what the limit says from each
 * gateway. A limit that refused everybody because Redis is away would do what it is to prevent.
 */
final class SharedBuckets implements Buckets {

    /** Up to which part of the bucket a client is far from the limit. */
    static final int FAR = 4;

    private final String kind;
    private final TokenBuckets memory;
    private final Supplier<@Nullable LimitLink> links;
    private final Duration patience;
    private final LongSupplier nanos;
    private final Counter alone;

    /** What is known when Redis is asked. */
    private record Request(Object client, Limit limit, long sent, long here) {

        boolean isFar() {
            return here <= limit.window() / FAR;
        }

        /** How far ahead Redis has the bucket; from when it was asked, which is never more than from when it looked. */
        long fullAgain(long there) {
            return sent + (there < 0 ? limit.window() - limit.interval() - there : there);
        }
    }

    /**
     * @param patience how long a request waits for Redis
     * @param nanos the memory's clock
     * @param alone counts what the memory decided
     */
    SharedBuckets(
            String kind,
            TokenBuckets memory,
            Supplier<@Nullable LimitLink> links,
            Duration patience,
            LongSupplier nanos,
            Counter alone) {
        this.kind = kind;
        this.memory = memory;
        this.links = links;
        this.patience = patience;
        this.nanos = nanos;
        this.alone = alone;
    }

    @Override
    public Mono<Long> take(Object client, Limit limit, EventExecutor loop) {
        Request request = new Request(client, limit, nanos.getAsLong(), memory.take(client, limit));
        if (request.here() < 0) {
            return Mono.just(request.here());
        }
        LimitLink link = links.get();
        CompletionStage<Long> reply = link == null ? null : link.take(LimitKeys.of(kind, client), limit);
        if (link == null || reply == null) {
            alone.increment();
            return Mono.just(request.here());
        }
        CompletionStage<Long> heard = reply.thenApply(there -> hear(there, request));
        return request.isFar() ? tell(request, heard) : ask(request, heard, link, loop);
    }

    private long hear(long there, Request request) {
        memory.raise(request.client(), request.fullAgain(there));
        return there < 0 ? there : Math.max(there, request.here());
    }

    private Mono<Long> tell(Request request, CompletionStage<Long> heard) {
        heard.whenComplete((ahead, e) -> {
            if (e != null) {
                alone.increment();
            }
        });
        return Mono.just(request.here());
    }

    private Mono<Long> ask(Request request, CompletionStage<Long> heard, LimitLink link, EventExecutor loop) {
        CompletableFuture<Long> decision = new CompletableFuture<>();
        Future<?> end = loop.schedule(
                () -> {
                    link.giveUp();
                    decideAlone(decision, request);
                },
                patience.toNanos(),
                TimeUnit.NANOSECONDS);
        heard.whenComplete((ahead, e) -> loop.execute(() -> {
            end.cancel(false);
            if (e == null) {
                decision.complete(ahead);
            } else {
                decideAlone(decision, request);
            }
        }));
        return Mono.fromFuture(decision, true);
    }

    /** Unless it is decided; in the client's loop, as all that decides. */
    private void decideAlone(CompletableFuture<Long> decision, Request request) {
        if (!decision.isDone()) {
            alone.increment();
            decision.complete(request.here());
        }
    }
}
