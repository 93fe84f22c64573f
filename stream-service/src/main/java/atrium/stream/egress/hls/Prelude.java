package atrium.stream.egress.hls;

import atrium.stream.media.MediaFrame;
import java.util.List;

/**
 * The frames up to the second key picture, from which the stream's pace is learnt before anything is promised. Nothing
 * is delayed by it, because a playlist without a whole segment is of no use to players.
 */
final class Prelude {

    /** Where key pictures are closer, or there are none, a first segment lasts this long. */
    static final long SHORTEST = MediaFrame.TIMEBASE / 2;

    /** Ten seconds, the habit of encoders that nobody configured, and some more. */
    private static final long LONGEST = 12 * MediaFrame.TIMEBASE;

    private final PendingPart frames = new PendingPart();
    private int leading;
    private long first;

    boolean isEmpty() {
        return frames.isEmpty();
    }

    /**
     * Whether {@code frame}, of the leading track, is where the second segment begins.
     *
     * @param start whether decoding can begin at it
     * @param maxSize bytes that may be kept for it
     */
    boolean endsAt(MediaFrame frame, boolean start, long maxSize) {
        long elapsed = frame.dts() - first;
        return leading > 0 && (start && elapsed >= SHORTEST || elapsed >= LONGEST || frames.size() > maxSize);
    }

    /** Takes ownership. */
    void add(MediaFrame frame, boolean leads) {
        if (leads && leading++ == 0) {
            first = frame.dts();
        }
        frames.add(frame, leads);
    }

    /** @param end where the second segment begins */
    Pace pace(long end, HlsProperties properties) {
        return Pace.of(Math.min(end - first, LONGEST), leading, properties);
    }

    /** All frames; who takes them owns them. */
    List<MediaFrame> take() {
        leading = 0;
        return frames.take();
    }

    void release() {
        take().forEach(MediaFrame::release);
    }
}
