package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import org.jspecify.annotations.Nullable;

/**
 * A frame, or a change of the tracks, and what each packaging made of it. Owns the frame and these buffers.
 *
 * <p>Forms are added on the stream's loop, always before a task that reads them is handed to another loop; hence no
 * lock. The group of pictures holds one reference, each delivery to a loop another.
 */
final class SharedFrame extends AbstractReferenceCounted {

    private final MediaFrame frame;
    private final boolean start;
    private final @Nullable Tracks change;
    private final @Nullable ByteBuf[] forms;

    private SharedFrame(MediaFrame frame, boolean start, @Nullable Tracks change, int slots) {
        this.frame = frame;
        this.start = start;
        this.change = change;
        this.forms = new ByteBuf[slots];
    }

    /**
     * A coded frame. Takes ownership of it.
     *
     * @param start whether a viewer can begin here
     * @param slots how many packagings there can be
     */
    static SharedFrame coded(MediaFrame frame, boolean start, int slots) {
        return new SharedFrame(frame, start, null, slots);
    }

    /** The news that the stream has {@code tracks} from {@code at} on, a configuration. */
    static SharedFrame change(Tracks tracks, MediaFrame at, int slots) {
        return new SharedFrame(at, false, tracks, slots);
    }

    MediaFrame frame() {
        return frame;
    }

    boolean isStart() {
        return start;
    }

    boolean isChange() {
        return change != null;
    }

    /** Has {@code output} write the frame, unless it has. */
    void packFor(Output output) {
        if (forms[output.slot()] == null) {
            PackageWriter writer = output.writer();
            forms[output.slot()] = change == null ? writer.frame(frame) : writer.change(change, frame.dts());
        }
    }

    /** What the packaging in {@code slot} wrote; stays this frame's, and must be read through a duplicate. */
    ByteBuf form(int slot) {
        ByteBuf form = forms[slot];
        if (form == null) {
            throw new IllegalStateException("not packed for " + slot);
        }
        return form;
    }

    @Override
    public SharedFrame retain() {
        super.retain();
        return this;
    }

    @Override
    protected void deallocate() {
        frame.release();
        for (ByteBuf form : forms) {
            if (form != null) {
                form.release();
            }
        }
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        return this;
    }
}
