package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;

/** Takes a stream inside the process, e.g. to cut it into segments. Called on the stream's loop, which it must not block. */
public interface Follower {

    /**
     * The stream has these tracks from here on. The first call comes before everything else, and the current group of
     * pictures follows it at once; another comes when the source is back, or has changed.
     */
    void begin(Tracks tracks);

    /** The next coded frame. It stays the stream's: who keeps it retains it. */
    void frame(MediaFrame frame);

    /** Nothing more comes; the last call. */
    void end(Ending ending);

    /** How many people watch through this one. */
    default int viewers() {
        return 0;
    }
}
