package atrium.gateway.resilience;

import java.time.Duration;

/** The service was not asked, because none of its instances could be reached a moment ago. */
public final class BreakerOpenException extends RuntimeException {

    private final Duration toWait;

    BreakerOpenException(String service, Duration toWait) {
        super(service + " cannot be reached", null, false, false);
        this.toWait = toWait;
    }

    /** When it is worth asking again. */
    public Duration toWait() {
        return toWait;
    }
}
