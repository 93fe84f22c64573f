package atrium.gateway.ratelimit.redis;

import atrium.gateway.ratelimit.Limit;
import atrium.platform.redis.RedisLink;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link to Redis, over which buckets are asked for. Once somebody has given an answer up, Redis is asked nothing more
 * until one of those comes that it owes, or the link ends: a Redis that stands still costs few requests their time. Any
 * thread.
 */
final class LimitLink {

    private static final Logger log = LoggerFactory.getLogger(LimitLink.class);
    private static final int MOST_UNANSWERED = 1024;

    private final TakeScript script;
    private final LongSupplier nanos;
    private final Timer answers;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean complained = new AtomicBoolean();
    private volatile boolean late;

    LimitLink(TakeScript script, LongSupplier nanos, Timer answers) {
        this.script = script;
        this.nanos = nanos;
        this.answers = answers;
    }

    /** Takes a token; {@code null} if Redis is late, or has too much to answer. Completes in Lettuce's thread. */
    @Nullable
    CompletionStage<Long> take(String key, Limit limit) {
        if (isLate() || unanswered.get() >= MOST_UNANSWERED) {
            return null;
        }
        unanswered.incrementAndGet();
        long asked = nanos.getAsLong();
        return script.run(key, limit).whenComplete((ahead, e) -> answered(asked, e));
    }

    /** Somebody has waited for long enough. */
    void giveUp() {
        late = true;
    }

    boolean isLate() {
        return late && unanswered.get() > 0;
    }

    private void answered(long asked, @Nullable Throwable e) {
        unanswered.decrementAndGet();
        late = false;
        if (e == null) {
            answers.record(nanos.getAsLong() - asked, TimeUnit.NANOSECONDS);
        } else if (RedisLink.isAnswer(e) && complained.compareAndSet(false, true)) {
            log.warn("Redis does not share the limits, although it answers; this is said once", e);
        }
    }
}
