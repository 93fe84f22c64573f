package atrium.chat.session;

import atrium.chat.settings.ChatProperties.Limits;
import java.util.concurrent.TimeUnit;

/**
 * How often one member may speak: a leaky bucket as a meter (ITU-T I.371, annex A). Each message raises its level by
 * one, time lowers it by the rate, and a message passes while the level stays within the burst.
 *
 * <p>Confined to the member's event loop. The limits are given with each call and the level is counted in messages, not
 * in time, so a changed limit holds for the next message.
 */
public final class RateLimit {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Far less than a message, far more than what adding fractions gets wrong. */
    private static final double TOLERANCE = 1e-6;

    private double level;
    private long measuredAt;

    /** @param now any clock that only goes forward, in nanoseconds; the same for all calls */
    public RateLimit(long now) {
        this.measuredAt = now;
    }

    /** Counts a message if it may pass. */
    public boolean tryTake(long now, Limits limits) {
        return tryTake(now, limits.rate(), limits.burst());
    }

    /** The same for what is no message: {@code rate} a second, {@code burst} at once. */
    public boolean tryTake(long now, int rate, int burst) {
        leak(now, rate);
        if (level + 1 > burst + TOLERANCE) {
            return false;
        }
        level++;
        return true;
    }

    /** Counts a message in any case and returns the nanoseconds until another may pass. */
    public long take(long now, Limits limits) {
        leak(now, limits.rate());
        level++;
        double excess = level + 1 - limits.burst();
        return excess > TOLERANCE ? Math.round(excess / limits.rate() * SECOND) : 0;
    }

    private void leak(long now, int rate) {
        level = Math.max(0, level - (now - measuredAt) * rate / SECOND);
        measuredAt = now;
    }
}
