package atrium.stream.egress.hls;

import atrium.stream.media.MediaFrame;
import java.time.Duration;

/**
 * What a playlist promises of durations, and must keep for as long as it lives (section 6.2.1). It is found from the
 * stream's first group of pictures.
 *
 * @param target the Target Duration in whole seconds: no segment, rounded, is longer (section 4.4.3.1)
 * @param part the Part Target Duration in ticks: no part is longer, and none but a segment's last is shorter than
 *     85 % of it (section 4.4.4.9)
 * @param segment what a segment should last, in ticks
 * @param interval from one frame to the next, in ticks
 */
record Pace(int target, long part, long segment, long interval) {

    /** Frames come at times that were rounded, or by a clock that trembles. */
    private static final double JITTER = 1.05;

    /** The next group of pictures may be a little longer than the first. */
    private static final double GROWTH = 1.1;

    /** A segment may be this much longer than it should be for the sake of a key picture. */
    private static final long EXCESS = 36_000;

    /**
     * Parts are of as many whole frames as come nearest to {@code properties}; the Target Duration leaves room for the
     * first group of pictures.
     *
     * @param group how long it lasts, in ticks
     * @param frames how many it has
     */
    static Pace of(long group, int frames, HlsProperties properties) {
        long interval = Math.max(1, group / Math.max(1, frames));
        long inPart = Math.max(1, Math.round((double) ticks(properties.partDuration()) / interval));
        long wanted = ticks(properties.segmentDuration());
        long seconds = Math.max(
                (wanted + MediaFrame.TIMEBASE - 1) / MediaFrame.TIMEBASE,
                Math.round(group * GROWTH / MediaFrame.TIMEBASE));
        return new Pace((int) seconds, Math.round(inPart * interval * JITTER), wanted, interval);
    }

    /** The longest that a segment may be, in ticks: less than what would be rounded up. */
    long limit() {
        return target * MediaFrame.TIMEBASE + MediaFrame.TIMEBASE / 2 - 1;
    }

    /** How long a segment may become where the next key picture can be waited for. */
    long patience() {
        return segment + Math.min(EXCESS, segment / 10);
    }

    /** Section 6.2.5.2: how many parts ahead a client may ask. */
    int advancePartLimit() {
        return part < MediaFrame.TIMEBASE ? (int) Math.ceilDiv(3 * MediaFrame.TIMEBASE, part) : 3;
    }

    long targets(int count) {
        return count * target * MediaFrame.TIMEBASE;
    }

    private static long ticks(Duration duration) {
        return duration.toMillis() * MediaFrame.MILLISECOND;
    }
}
