package atrium.stream.egress.hls;

import atrium.stream.media.MediaFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * The frames of the part that is to come, each with a reference. One track leads: the pictures' where there are any,
 * because segments begin at them; sound goes along as it comes.
 */
final class PendingPart {

    private List<MediaFrame> frames = new ArrayList<>();
    private int leading;
    /** Where the newest frame of the leading track stands. */
    private int newest;

    private long size;

    boolean isEmpty() {
        return frames.isEmpty();
    }

    long size() {
        return size;
    }

    /** Takes ownership. */
    void add(MediaFrame frame, boolean leads) {
        if (leads) {
            newest = frames.size();
            leading++;
        }
        frames.add(frame);
        size += frame.payload().readableBytes();
    }

    /** Whether there is a part before the newest frame of the leading track. */
    boolean isDivisible() {
        return leading > 1;
    }

    /** All frames; who takes them owns them. */
    List<MediaFrame> take() {
        List<MediaFrame> taken = frames;
        clear();
        return taken;
    }

    /** The frames before the newest of the leading track, which stays with what came after it. */
    List<MediaFrame> takeBeforeNewest() {
        List<MediaFrame> all = frames;
        int at = newest;
        clear();
        all.subList(at, all.size()).forEach(frame -> add(frame, isEmpty()));
        return all.subList(0, at);
    }

    void release() {
        take().forEach(MediaFrame::release);
    }

    private void clear() {
        frames = new ArrayList<>();
        leading = 0;
        newest = 0;
        size = 0;
    }
}
