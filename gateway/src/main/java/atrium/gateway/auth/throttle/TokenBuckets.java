package atrium.gateway.auth.throttle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many attempts each key has left: {@code burst} at once, then one a {@code refill}.
 *
 * <p>At most {@link #MOST_KEYS} are known. Beyond, those that have all their attempts again are forgotten, which makes no
 * difference to them; if there is none, the one that would be first. So a million keys with an attempt each do not make
 * room for more attempts of the one key that has had many.
 */
public final class TokenBuckets {

    /** What a kind of key may do. May change while the gateway runs. */
    public record Rate(int burst, Duration refill) {}

    static final int MOST_KEYS = 20_000;

    private final Supplier<Rate> rate;
    private final InstantSource clock;

    /** When the bucket will be full again, by key: all that a bucket needs to remember. Guarded by this. */
    private final Map<String, Instant> full = new HashMap<>();

    public TokenBuckets(Supplier<Rate> rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
    }

    /** Takes an attempt of {@code key}: zero if there was one, else how long until there is. */
    public synchronized Duration take(String key) {
        Rate current = rate.get();
        Instant now = clock.instant();
        Instant fullAt = full.getOrDefault(key, now);
        Instant next = (fullAt.isBefore(now) ? now : fullAt).plus(current.refill());
        Instant empty = now.plus(current.refill().multipliedBy(current.burst()));
        if (next.isAfter(empty)) {
            return Duration.between(empty, next);
        }
        full.put(key, next);
        if (full.size() > MOST_KEYS) {
            forget(now);
        }
        return Duration.ZERO;
    }

    /** Gives an attempt back that was none. */
    public synchronized void giveBack(String key) {
        full.computeIfPresent(key, (same, fullAt) -> fullAt.minus(rate.get().refill()));
    }

    synchronized int keys() {
        return full.size();
    }

    private void forget(Instant now) {
        full.values().removeIf(fullAt -> !fullAt.isAfter(now));
        if (full.size() > MOST_KEYS) {
            full.remove(Collections.min(full.entrySet(), Map.Entry.comparingByValue())
                    .getKey());
        }
    }
}
