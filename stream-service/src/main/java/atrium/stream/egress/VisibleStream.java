package atrium.stream.egress;

import atrium.stream.live.LiveStream;
import atrium.stream.live.Watch;
import java.util.function.BooleanSupplier;

/**
 * A stream as it is shown to somebody who may see it.
 *
 * @param stream itself, or what is made of it
 * @param isForAll whether everybody may see it, caches between us and others included
 * @param isStillShown whether this viewer still may
 */
public record VisibleStream(LiveStream stream, boolean isForAll, BooleanSupplier isStillShown) {

    /** The viewer wants to see it, for as long as it may. */
    public Watch watch() {
        return stream.watch(isStillShown);
    }
}
