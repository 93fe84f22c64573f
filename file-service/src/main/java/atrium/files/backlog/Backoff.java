package atrium.files.backlog;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: twice as long each time, up to a bound, and never the same for everybody. */
public final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration current;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.current = first;
    }

    /** Between half of the time that it is and all of it. */
    public synchronized Duration next() {
        long millis = current.toMillis();
        current = current.multipliedBy(2).compareTo(longest) > 0 ? longest : current.multipliedBy(2);
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }

    /** It worked. */
    public synchronized void reset() {
        current = first;
    }
}
