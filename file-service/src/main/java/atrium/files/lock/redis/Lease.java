package atrium.files.lock.redis;

import atrium.files.lock.Locks;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * A lock that is this process' own for a time, which is counted from before Redis was asked: it ends here earlier than it
 * does there, by {@link #HEADWAY} of it, in which the holder can stop.
 */
final class Lease implements Locks.Held {

    private static final int HEADWAY = 6;
    private static final int RENEWALS = 3;

    private final String name;
    private final String token;
    private final Runnable askedBack;
    private final Leases leases;
    private final Duration length;
    private final LongSupplier nanos;
    private final AtomicBoolean asked = new AtomicBoolean();

    private volatile boolean taken;
    private volatile boolean lost;
    private volatile long startedAt;
    /** Of the last attempt to renew it; used by the timer's thread. */
    private long triedAt;

    Lease(String name, String token, Runnable askedBack, Leases leases, Duration length, LongSupplier nanos) {
        this.name = name;
        this.token = token;
        this.askedBack = askedBack;
        this.leases = leases;
        this.length = length;
        this.nanos = nanos;
    }

    String name() {
        return name;
    }

    String token() {
        return token;
    }

    boolean isTaken() {
        return taken;
    }

    /** Redis was asked at {@code when}, and has given it. */
    void take(long when) {
        startedAt = when;
        triedAt = when;
        taken = true;
    }

    /** Redis was asked at {@code when}, and lets it last longer. */
    void renew(long when) {
        startedAt = when;
    }

    /** Whether it is time to renew it, or to try again; then nothing is due for a while. */
    boolean isDue(long now) {
        boolean due = now - triedAt >= length.toNanos() / RENEWALS;
        if (due) {
            triedAt = now;
        }
        return due;
    }

    /** An attempt to renew it has failed; the next is due at once. */
    void renewalFailed(long now) {
        triedAt = now - length.toNanos();
    }

    /** Tells the holder that somebody wants the lock; the first time only. */
    void askBack() {
        if (asked.compareAndSet(false, true)) {
            Thread.ofVirtual().name("file-lock-asked-back").start(askedBack);
        }
    }

    /** The lock is not the holder's any more. */
    void lose() {
        lost = true;
        askBack();
    }

    @Override
    public boolean isLost() {
        return lost || isOver(nanos.getAsLong());
    }

    /** Looks at the clock itself: after a pause of the whole process it may be the first to do so. */
    boolean isOver(long now) {
        return taken && now - startedAt >= length.toNanos() - length.toNanos() / HEADWAY;
    }

    @Override
    public void close() {
        leases.give(this);
    }
}
