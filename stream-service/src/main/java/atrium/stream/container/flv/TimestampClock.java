package atrium.stream.container.flv;

/**
 * Turns the 32-bit milliseconds of FLV and RTMP, which wrap after 49.7 days, into a clock that does not.
 *
 * <p>A step counts as forward or backward, whichever is shorter (serial arithmetic, as RTMP's section 5.4 asks for).
 */
final class TimestampClock {

    private boolean started;
    private int last;
    private long time;

    /** The milliseconds that {@code timestamp} stands for; the first call gives its unsigned value. */
    long millis(int timestamp) {
        time = started ? time + (timestamp - last) : Integer.toUnsignedLong(timestamp);
        started = true;
        last = timestamp;
        return time;
    }
}
