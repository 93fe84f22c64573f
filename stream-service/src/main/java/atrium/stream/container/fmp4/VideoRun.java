package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;

/**
 * Pictures: their times are as they came, but for one.
 *
 * <p>Where a publisher comes back, its first picture is some milliseconds later than the one before it was guessed to
 * last. Browsers leave such a hole open in a Media Source if it is more than two pictures long, which at 50 a second it
 * is, and playback stops in front of it for good. So that picture begins where the one before ended, and lasts longer.
 */
final class VideoRun extends TrackRun {

    static final int ENTRY = 16;

    /** {@code sample_flags}, and {@code sample_composition_time_offset}, which is signed in version 1 of the box. */
    private static final int FLAGS_AND_COMPOSITION = 0xc00;

    /** A longer hole is a pause, in which nobody may have watched. */
    private static final long LONGEST_HOLE = MediaFrame.TIMEBASE / 2;

    /** Nothing was guessed. */
    private static final long TOLD = Long.MIN_VALUE;

    private final FrameInterval interval = new FrameInterval();
    private long guessedEnd = TOLD;
    private boolean jumped;

    VideoRun() {
        super(Track.Medium.VIDEO, TrackId.VIDEO, DATA_OFFSET | DURATION_AND_SIZE | FLAGS_AND_COMPOSITION, ENTRY);
    }

    /** Whether a key picture came after a pause, since this was last asked: frames between were not written. */
    boolean hasJumped() {
        boolean answer = jumped;
        jumped = false;
        return answer;
    }

    @Override
    long time(MediaFrame frame) {
        long dts = Math.max(0, frame.dts());
        long before = guessedEnd;
        guessedEnd = TOLD;
        if (!interval.next(frame.dts()) || !frame.key()) {
            return dts;
        }
        boolean closes = before != TOLD && dts > before && dts - before <= LONGEST_HOLE;
        jumped |= !closes;
        return closes ? before : dts;
    }

    @Override
    long end(MediaFrame last, long endDts) {
        if (endDts > last.dts()) {
            guessedEnd = TOLD;
            return endDts;
        }
        guessedEnd = Math.max(0, last.dts()) + interval.estimate();
        return guessedEnd;
    }

    @Override
    void describe(ByteBuf out, MediaFrame frame) {
        out.writeInt(frame.key() ? SYNC : NON_SYNC).writeInt((int) (frame.pts() - Math.max(0, frame.dts())));
    }
}
