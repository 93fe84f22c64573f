package atrium.chat.session;

import atrium.chat.settings.ChatProperties.Limits;
import java.util.concurrent.TimeUnit;

/**
 * How often one member may speak: the generic cell rate algorithm (ITU-T I.371, annex A), a token bucket in one field.
 *
 * <p>Confined to the member's event loop. The limits are given with each call, so a change holds at once.
 */
public final class RateLimit {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** When the bucket would be full again. */
    private long paidUntil;

    /** @param now any clock that only goes forward, in nanoseconds; the same for all calls */
    public RateLimit(long now) {
        this.paidUntil = now;
    }

    /** Takes a message's worth if there is one. */
    public boolean tryTake(long now, Limits limits) {
        if (delay(now, limits) > 0) {
            return false;
        }
        charge(now, limits);
        return true;
    }

    /** Takes a message's worth in any case and returns the nanoseconds until another is there. */
    public long take(long now, Limits limits) {
        charge(now, limits);
        return delay(now, limits);
    }

    private void charge(long now, Limits limits) {
        long from = paidUntil - now > 0 ? paidUntil : now;
        paidUntil = from + SECOND / limits.rate();
    }

    private long delay(long now, Limits limits) {
        long interval = SECOND / limits.rate();
        return Math.max(0, paidUntil - now - (limits.burst() - 1) * interval);
    }
}
