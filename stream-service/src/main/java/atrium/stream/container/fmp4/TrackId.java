package atrium.stream.container.fmp4;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;

/** What the header and the fragments must agree on. */
final class TrackId {

    static final int VIDEO = 1;
    static final int AUDIO = 2;

    private TrackId() {}

    static int of(Track track) {
        return switch (track) {
            case Track.Video video -> VIDEO;
            case Track.Audio audio -> AUDIO;
        };
    }

    /** Ticks a second; of sound one a sample, so that its frames' durations are whole. */
    static int timescale(Track track) {
        return switch (track) {
            case Track.Video video -> (int) MediaFrame.TIMEBASE;
            case Track.Audio audio -> audio.sampleRate();
        };
    }
}
