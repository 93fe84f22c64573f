package atrium.stream.egress.hls;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * About how many people watch. Nobody says that he does: players of low latency always wait for the next playlist, the
 * others ask for it once in a Target Duration.
 */
final class Attendance {

    private final AtomicInteger polls = new AtomicInteger();
    private double polling;
    private volatile int viewers;

    /** A playlist was asked for as it is. For any thread. */
    void polled() {
        polls.incrementAndGet();
    }

    /**
     * Counts anew. Called by one thread.
     *
     * @param share of a Target Duration that has passed since the last time
     * @param waiting how many wait for a playlist
     */
    void count(double share, int waiting) {
        polling = polling * (1 - share) + polls.getAndSet(0);
        viewers = waiting + (int) Math.round(polling);
    }

    /** For any thread. */
    int viewers() {
        return viewers;
    }
}
