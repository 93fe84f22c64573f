package atrium.stream.container.mpegts;

/**
 * Turns the 33 bits of PTS and DTS, which wrap after 26.5 hours, into a clock that does not. All streams of a program
 * share one, so that their times stay comparable when some have wrapped and others have not.
 */
final class PtsClock {

    private static final int UNUSED_BITS = 64 - 33;

    private boolean started;
    private long time;

    /** The time of decoding that {@code timestamp} stands for, by the shorter way from the one before. */
    long next(long timestamp) {
        time = started ? near(timestamp, time) : timestamp;
        started = true;
        return time;
    }

    /** The time with these 33 bits that is nearest to {@code reference}. */
    static long near(long timestamp, long reference) {
        return reference + ((timestamp - reference) << UNUSED_BITS >> UNUSED_BITS);
    }
}
