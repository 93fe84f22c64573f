package atrium.stream.live;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leaves for the viewers together: coded frames, or one change of headers. Owns a reference to each, and to the one
 * buffer that every viewer of a {@link Lane} is sent.
 *
 * <p>Made on the stream's loop and only read afterwards; each delivery to a loop holds a reference.
 */
final class Batch extends AbstractReferenceCounted {

    private final List<SharedFrame> frames;
    private final @Nullable ByteBuf[] wholes;
    private final int firstStart;

    /** Takes ownership of {@code frames}, which are packed for every one of {@code lanes}, all in use. */
    Batch(List<SharedFrame> frames, List<Lane> lanes, int slots) {
        this.frames = frames;
        this.wholes = new ByteBuf[slots];
        this.firstStart = findStart(frames);
        for (Lane lane : lanes) {
            wholes[lane.index()] = isChange() ? lane.writeChange(frames.getFirst()) : lane.write(frames);
        }
    }

    boolean isChange() {
        return frames.getFirst().isChange();
    }

    int size() {
        return frames.size();
    }

    /** Where in it a viewer can begin; {@link #size()} if it cannot. */
    int firstStart() {
        return firstStart;
    }

    /** The frames from {@code index} on. */
    List<SharedFrame> from(int index) {
        return frames.subList(index, frames.size());
    }

    /** All of it for {@code lane}; stays the batch's, and must be read through a duplicate. */
    ByteBuf whole(Lane lane) {
        ByteBuf whole = wholes[lane.index()];
        if (whole == null) {
            throw new IllegalStateException("not written for lane " + lane.index());
        }
        return whole;
    }

    @Override
    public Batch retain() {
        super.retain();
        return this;
    }

    @Override
    protected void deallocate() {
        frames.forEach(SharedFrame::release);
        for (ByteBuf whole : wholes) {
            if (whole != null) {
                whole.release();
            }
        }
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }

    private static int findStart(List<SharedFrame> frames) {
        int index = 0;
        while (index < frames.size() && !frames.get(index).isStart()) {
            index++;
        }
        return index;
    }
}
