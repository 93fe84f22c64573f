package atrium.files.transfer;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a sender may let itself be waited for. Waiting makes it a debtor of time, and each byte pays a little back;
 * who owes more than the limit is too slow.
 *
 * <p>So one that falls silent is given up after the limit, however fast it was; one that brings a byte now and then is,
 * too; and one that keeps the least rate never. Time in which nobody waits for it, since the disk is slow, is not its debt.
 *
 * <p>Any thread may call.
 */
final class Patience {

    private final long limit;
    private final double perByte;
    private final LongSupplier nanoTime;
    private long debt;
    private long since;
    private boolean waiting;

    /** @param leastRate bytes a second */
    Patience(Duration limit, long leastRate, LongSupplier nanoTime) {
        this.limit = limit.toNanos();
        this.perByte = (double) Duration.ofSeconds(1).toNanos() / leastRate;
        this.nanoTime = nanoTime;
    }

    /** Somebody begins to wait for the sender. */
    synchronized void waits() {
        waiting = true;
        since = nanoTime.getAsLong();
    }

    /** The sender has brought something. */
    synchronized void brought(int bytes) {
        waiting = false;
        debt = Math.max(0, debt + nanoTime.getAsLong() - since - (long) (bytes * perByte));
    }

    /** When the sender will be too slow, at the earliest; zero or less: it is. */
    synchronized Duration left() {
        return Duration.ofNanos(limit - debt - (waiting ? nanoTime.getAsLong() - since : 0));
    }
}
