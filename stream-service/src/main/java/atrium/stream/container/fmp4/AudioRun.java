package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Sound: each frame lasts as long as it has samples. */
final class AudioRun extends TrackRun {

    private Track.@Nullable Audio track;
    private AudioClock clock = new AudioClock(1);

    AudioRun() {
        super(Track.Medium.AUDIO, TrackId.AUDIO, DATA_OFFSET | DURATION_AND_SIZE, 8);
    }

    /** The picture that begins here does not follow those before it, so that sound need not, either. */
    void allowJump() {
        clock.allowJump();
    }

    @Override
    long time(MediaFrame frame) {
        if (!(frame.track() instanceof Track.Audio audio)) {
            throw new IllegalArgumentException("not sound: " + frame.track());
        }
        if (!audio.equals(track)) {
            track = audio;
            clock = new AudioClock(audio.sampleRate());
        }
        long time = clock.time(ticks(Math.max(0, frame.dts()), audio.sampleRate()));
        clock.advance(AudioFrames.samples(audio, frame.payload()));
        return time;
    }

    @Override
    long end(MediaFrame last, long endDts) {
        return clock.end();
    }

    @Override
    void describe(ByteBuf out, MediaFrame frame) {
        // every frame is a sync sample, as the header's defaults say
    }

    /** Whole seconds apart: times that count from 1970 would overflow otherwise. */
    private static long ticks(long dts, int rate) {
        long rest = dts % MediaFrame.TIMEBASE;
        return dts / MediaFrame.TIMEBASE * rate + (rest * rate + MediaFrame.TIMEBASE / 2) / MediaFrame.TIMEBASE;
    }
}
