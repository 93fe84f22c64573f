package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;

/**
 * Guesses how long the newest picture lasts, before the next one has come: as long as the longest of late, which is
 * forgotten slowly.
 *
 * <p>The guess is better too long than too short. Media Source Extensions take a step of more than twice the duration
 * before it for a break, and throw away what follows up to the next key frame (section 3.5.8, "Coded Frame Processing");
 * of a duration that is too long nothing remains once the next picture has come. Still it is not made longer than that to
 * be safe: ffmpeg takes the mean of durations for the frame rate, and a player without sound runs ahead into it.
 */
final class FrameInterval {

    /** Before anything is known: ten a second, a guess that does for five, too, and hardly tells in the mean. */
    private static final long UNKNOWN = MediaFrame.TIMEBASE / 10;
    /** A longer step is a break, and tells nothing of the rate. */
    private static final long LONGEST = 2 * MediaFrame.TIMEBASE;
    /** Forgets within this many pictures, a few seconds. */
    private static final int MEMORY = 64;

    private long last = Long.MIN_VALUE;
    private long estimate;

    /** A picture came; says whether it is one that a player takes for the first after a break. */
    boolean next(long dts) {
        long step = last == Long.MIN_VALUE ? 0 : dts - last;
        boolean broken = step < 0 || step > 2 * estimate();
        last = dts;
        if (step > 0 && step <= LONGEST) {
            estimate = step >= estimate ? step : estimate - (estimate - step) / MEMORY;
        }
        return broken;
    }

    long estimate() {
        return estimate == 0 ? UNKNOWN : estimate;
    }
}
