package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;

/**
 * Decides when enough is known of a new publication to let viewers in.
 *
 * <p>A player is told at the start which tracks there are. With both, the first frame where decoding can begin is
 * enough. With one, the other may still come: its absence is believed after half a second of media.
 */
final class Opening {

    private static final long PATIENCE = MediaFrame.TIMEBASE / 2;

    private boolean counting;
    private long first;
    private boolean keyPicture;

    /** Whether viewers may come in after {@code frame}, which is coded. */
    boolean isComplete(MediaFrame frame, Tracks tracks) {
        if (!counting) {
            counting = true;
            first = frame.dts();
        }
        keyPicture |= frame.isKeyPicture();
        boolean decodable = tracks.video() == null || keyPicture;
        boolean both = tracks.video() != null && tracks.audio() != null;
        return decodable && (both || frame.dts() - first >= PATIENCE);
    }
}
