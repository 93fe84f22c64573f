package atrium.gateway.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * Refuses requests to a service none of whose instances can be reached, instead of letting each wait for the connect
 * timeout, twice.
 *
 * <p>That is what it adds to {@link Ejections}, which keep the last instance in play. It looks at requests, not at
 * attempts: as long as a second instance takes what a dead one could not, it stays closed. It opens when half of the last
 * requests failed to connect; after a pause one request goes through, and its outcome closes or opens it again.
 *
 * <p>Resilience4j was rejected: its starter brings a time limiter that cuts long uploads and streams, its breaker counts
 * what should not count here (a service's own errors), and what is needed is this one page.
 *
 * <p>Any thread may call; guarded by this.
 */
final class Breaker {

    /** As an operator sees it in the meter. */
    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    private final Supplier<FailoverProperties> properties;
    private final InstantSource clock;
    private final BitSet failed = new BitSet();
    private int next;
    private State state = State.CLOSED;
    private Instant probeAt = Instant.MIN;

    Breaker(Supplier<FailoverProperties> properties, InstantSource clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** Zero: the request may go, and its end must be told; else how long to stay away. */
    synchronized Duration toWait() {
        if (state == State.CLOSED) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        if (now.isBefore(probeAt)) {
            return Duration.between(now, probeAt);
        }
        // A probe that never ends, as one whose client has gone, is followed by another.
        state = State.HALF_OPEN;
        probeAt = now.plus(properties.get().breakerPause());
        return Duration.ZERO;
    }

    /** A request has reached an instance. */
    synchronized void reached() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            failed.clear();
        } else if (!failed.isEmpty()) {
            count(false);
        }
    }

    /** A request could not be brought to any instance. */
    synchronized void unreached() {
        if (state == State.CLOSED) {
            count(true);
            if (failed.cardinality() * 2 < properties.get().breakerRequests()) {
                return;
            }
        }
        state = State.OPEN;
        probeAt = clock.instant().plus(properties.get().breakerPause());
    }

    synchronized State state() {
        return state;
    }

    private void count(boolean failure) {
        int requests = properties.get().breakerRequests();
        failed.clear(requests, Integer.MAX_VALUE); // of a longer memory, before the configuration changed
        next = (next + 1) % requests;
        failed.set(next, failure);
    }
}
