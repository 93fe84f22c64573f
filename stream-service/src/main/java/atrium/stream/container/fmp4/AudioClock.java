package atrium.stream.container.fmp4;

/**
 * Decode times of sound that follow each other without gap or overlap, in ticks of one a sample.
 *
 * <p>What arrives was rounded to milliseconds, or stamped by a clock that is not the sound card's, or lacks frames that
 * were lost. A player that is told such times clicks; and Media Source Extensions take a step of more than twice the
 * duration before it for a break, after which they throw away all video up to the next key frame (section 3.5.8, "Coded
 * Frame Processing"). So a frame begins where the one before it ended. A small difference that lasts is taken back by
 * durations that are a little longer or shorter. Where sound is missing, the first frame after it takes the place and
 * the duration of what is missing, too, so that the next one is on time.
 */
final class AudioClock {

    /** Rounding alone is not corrected: 2 ms. */
    private static final int ROUNDING = 500;
    /** Up to 30 ms off counts as jitter or drift, and is corrected inaudibly. */
    private static final int JITTER = 33;
    /** Corrects over this many frames, half a second or so. */
    private static final int SLOWNESS = 32;
    /** What is off by more, in seconds, is another time rather than a gap. */
    private static final int LONGEST_GAP = 5;

    private final int rate;
    private boolean started;
    private boolean mayJump;
    private long next;
    private long late;

    AudioClock(int rate) {
        this.rate = rate;
    }

    /** Lets the next frame begin where it should, whatever was before it. */
    void allowJump() {
        mayJump = true;
    }

    /** When to decode the frame that came with {@code actual}; {@link #advance} follows. */
    long time(long actual) {
        late = actual - next;
        long off = Math.abs(late);
        if (!started || off > (long) rate * LONGEST_GAP || mayJump && off > rate / JITTER) {
            next = actual;
            late = 0;
        }
        started = true;
        mayJump = false;
        return next;
    }

    /** Moves to the end of that frame, which has {@code samples}. */
    void advance(int samples) {
        next += samples + correction(samples);
    }

    /** When the newest frame ends. */
    long end() {
        return next;
    }

    private long correction(int samples) {
        long off = Math.abs(late);
        if (off <= rate / ROUNDING) {
            return 0;
        }
        return off <= rate / JITTER ? late / SLOWNESS : Math.max(late, -samples / 2);
    }
}
