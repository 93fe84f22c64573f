package atrium.stream.container.fmp4;

/**
 * Decode times of sound that follow each other without gap or overlap, in ticks of one a sample.
 *
 * <p>What arrives was rounded to milliseconds, or stamped by a clock that is not the sound card's. A player that is told
 * such times hears clicks, or, as Media Source Extensions ask for where two frames are further apart than twice the
 * first one's duration, throws away all video up to the next key frame. So a frame begins where the one before it
 * ended, and a difference that lasts is taken back by making durations a little longer or shorter.
 */
final class AudioClock {

    /** Rounding alone is not corrected: 2 ms. */
    private static final int ROUNDING = 500;
    /** Up to 30 ms off counts as jitter or drift, and is corrected inaudibly. */
    private static final int JITTER = 33;
    /** From 250 ms on sound was interrupted, and goes on where it should. */
    private static final int INTERRUPTION = 4;
    /** Corrects over this many frames, half a second or so. */
    private static final int SLOWNESS = 32;

    private final int rate;
    private boolean started;
    private long next;
    private long late;

    AudioClock(int rate) {
        this.rate = rate;
    }

    /** When to decode the frame that came with {@code actual}; {@link #advance} follows. */
    long time(long actual) {
        late = actual - next;
        if (!started || Math.abs(late) > rate / INTERRUPTION) {
            started = true;
            next = actual;
            late = 0;
        }
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
        return off <= rate / JITTER ? late / SLOWNESS : Math.clamp(late, -samples / 2, samples);
    }
}
