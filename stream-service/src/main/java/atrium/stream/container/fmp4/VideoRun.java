package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;

/** Pictures: their times are as they came. */
final class VideoRun extends TrackRun {

    static final int ENTRY = 16;

    /** {@code sample_flags}, and {@code sample_composition_time_offset}, which is signed in version 1 of the box. */
    private static final int FLAGS_AND_COMPOSITION = 0xc00;

    private final FrameInterval interval = new FrameInterval();
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
        jumped |= interval.next(frame.dts()) && frame.key();
        return Math.max(0, frame.dts());
    }

    @Override
    long end(MediaFrame last, long endDts) {
        return endDts > last.dts() ? endDts : Math.max(0, last.dts()) + interval.estimate();
    }

    @Override
    void describe(ByteBuf out, MediaFrame frame) {
        out.writeInt(frame.key() ? SYNC : NON_SYNC).writeInt((int) (frame.pts() - Math.max(0, frame.dts())));
    }
}
