package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import org.jspecify.annotations.Nullable;

/**
 * One time for everything that a stream was ever fed: a publication goes on where the one before ended, and a source
 * whose clock jumps, as a looped file's does, goes on where it was. Confined to the stream's loop.
 *
 * <p>Within one medium, decoding times of coded frames increase strictly, which containers rely on.
 */
final class Timeline {

    /** What is left between what was and what goes on. */
    private static final long CUT = 40 * MediaFrame.MILLISECOND;

    /** Sound and pictures are this far apart at most where a source interleaves them properly. */
    private static final long BACKWARD = 2 * MediaFrame.TIMEBASE;

    /** A source may well be silent for some seconds. */
    private static final long FORWARD = 20 * MediaFrame.TIMEBASE;

    private static final long NONE = Long.MIN_VALUE;

    private final long[] last = {NONE, NONE};
    private long newest = NONE;
    private @Nullable Publication current;
    private long shift;

    /** The frame in this stream's time; its reference passes on. */
    MediaFrame place(Publication from, MediaFrame frame) {
        if (from != current) {
            current = from;
            shift = newest == NONE ? 0 : newest + CUT - frame.dts();
        } else if (newest != NONE && jumps(frame.dts() + shift)) {
            shift = newest + CUT - frame.dts();
        }
        if (frame.isConfiguration()) {
            return frame.shifted(shift);
        }
        int medium = frame.track().medium() == Track.Medium.VIDEO ? 0 : 1;
        long dts = Math.max(frame.dts() + shift, last[medium] == NONE ? NONE : last[medium] + 1);
        last[medium] = dts;
        newest = Math.max(newest, dts);
        return frame.at(dts, Math.max(frame.pts() + shift, dts));
    }

    private boolean jumps(long dts) {
        return dts < newest - BACKWARD || dts > newest + FORWARD;
    }
}
