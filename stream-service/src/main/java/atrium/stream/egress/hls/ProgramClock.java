package atrium.stream.egress.hls;

import atrium.stream.media.MediaFrame;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What time it was when a frame was made, for EXT-X-PROGRAM-DATE-TIME. Frames say how far they are apart; the one that
 * was underway for the shortest time says where they stand. Time is never told anew while it goes on, lest the mapping
 * become ambiguous (section 6.2.1).
 */
final class ProgramClock {

    private final InstantSource clock;
    private long offset = Long.MAX_VALUE;

    ProgramClock(InstantSource clock) {
        this.clock = clock;
    }

    /** A frame has come, whose time has not been told yet. */
    void observe(long dts) {
        offset = Math.min(offset, offset(dts));
    }

    /** The stream was interrupted, and goes on with a frame that has just come. */
    void resume(long dts) {
        offset = Math.max(offset, offset(dts));
    }

    Instant at(long dts) {
        return Instant.ofEpochMilli(dts / MediaFrame.MILLISECOND + offset);
    }

    private long offset(long dts) {
        return clock.millis() - dts / MediaFrame.MILLISECOND;
    }
}
