package atrium.gateway.ratelimit;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/**
 * A token bucket for each of many clients, one number each: the time at which the bucket will be full again, as in the
 * generic cell rate algorithm of ATM (ITU-T I.371, annex A). A request moves it on by one interval, and may not move it
 * further into the future than the whole bucket takes.
 *
 * <p>A bucket that is full is as good as none, so when the map is full those go, at most once a second. If all are in use,
 * which takes as many clients at once, newcomers share one bucket until there is room: the memory stays bounded, and who
 * was there before is not pushed out by a flood of addresses.
 *
 * <p>Lock-free; called on every event loop.
 */
public final class TokenBuckets implements Buckets {

    private static final long SWEEP_INTERVAL = 1_000_000_000;

    private final int most;
    private final LongSupplier nanos;
    private final ConcurrentMap<Object, AtomicLong> fullAgain = new ConcurrentHashMap<>();
    private final AtomicLong newcomers;
    private final AtomicLong nextSweep;

    /**
     * @param most how many clients are known at once
     * @param nanos a clock as {@link System#nanoTime}
     */
    public TokenBuckets(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
        this.newcomers = new AtomicLong(nanos.getAsLong());
        this.nextSweep = new AtomicLong(nanos.getAsLong());
    }

    @Override
    public Mono<Long> take(Object client, Limit limit, EventExecutor loop) {
        return Mono.just(take(client, limit));
    }

    /**
     * Takes one token of {@code client}.
     *
     * @return in nanoseconds, how long the bucket takes to be full again; if there was no token, how long until there is
     *     one, negative
     */
    public long take(Object client, Limit limit) {
        long now = nanos.getAsLong();
        return take(bucket(client, now), limit, now);
    }

    /**
     * Somebody else knows that the bucket of {@code client} is not full before {@code time}, of this clock. Nothing if it is
     * not known here, where it may be one of the newcomers'.
     */
    public void raise(Object client, long time) {
        AtomicLong known = fullAgain.get(client);
        if (known != null) {
            known.accumulateAndGet(time, (before, other) -> other - before > 0 ? other : before);
        }
    }

    int size() {
        return fullAgain.size();
    }

    private static long take(AtomicLong bucket, Limit limit, long now) {
        while (true) {
            long before = bucket.get();
            long ahead = Math.max(0, before - now) + limit.interval();
            if (ahead > limit.window()) {
                return limit.window() - ahead;
            }
            if (bucket.compareAndSet(before, now + ahead)) {
                return ahead;
            }
        }
    }

    private AtomicLong bucket(Object client, long now) {
        AtomicLong known = fullAgain.get(client);
        if (known != null) {
            return known;
        }
        if (fullAgain.size() >= most) {
            sweep(now);
            if (fullAgain.size() >= most) {
                return newcomers;
            }
        }
        return fullAgain.computeIfAbsent(client, absent -> new AtomicLong(now));
    }

    private void sweep(long now) {
        long due = nextSweep.get();
        if (now - due >= 0 && nextSweep.compareAndSet(due, now + SWEEP_INTERVAL)) {
            fullAgain.values().removeIf(full -> full.get() - now <= 0);
        }
    }
}
