package atrium.stream.live;

import java.util.ArrayList;
import java.util.List;

/**
 * The current group of pictures, from its key picture on, with the sound in between: what a new viewer is sent first.
 *
 * <p>A stream without video has no key pictures, and nothing is kept of it: its viewers begin with the next frame.
 * Bounded in bytes and frames; a group beyond the bound is forgotten, and the next one is tried again.
 */
final class GopCache {

    private final List<SharedFrame> frames = new ArrayList<>();
    private long bytes;

    /**
     * Adds a coded frame, of which it retains a reference.
     *
     * @return false if the group has just become too long and was forgotten
     */
    boolean add(SharedFrame shared, LiveProperties.GopCache bounds) {
        if (shared.frame().isKeyPicture()) {
            clear();
        } else if (frames.isEmpty()) {
            return true;
        }
        frames.add(shared.retain());
        bytes += shared.frame().payload().readableBytes();
        if (bytes > bounds.maxSize().toBytes() || frames.size() > bounds.maxFrames()) {
            clear();
            return false;
        }
        return true;
    }

    /** The frames in order; empty where a viewer must wait for a key picture. */
    List<SharedFrame> frames() {
        return frames;
    }

    void clear() {
        frames.forEach(SharedFrame::release);
        frames.clear();
        bytes = 0;
    }
}
