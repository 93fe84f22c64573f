package atrium.stream.live;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Frames to viewers; confined to the stream's loop.
 *
 * <p>A frame is packed once for each packaging that somebody watches. Frames that arrive in one turn of the loop, as a
 * read from the publisher's socket brings them, leave together: one task for each loop that has viewers, one flush for
 * each viewer. Nothing waits for a batch to fill.
 */
final class Fanout {

    /** More than there are packagings; a slot of an array costs four bytes a frame. */
    static final int SLOTS = 12;

    private final EventLoop loop;
    private final ByteBufAllocator allocator;
    private final Supplier<LiveProperties> properties;
    private final Map<Packaging, Output> outputs = new HashMap<>();
    private final Map<EventLoop, ViewerGroup> groups = new HashMap<>();
    private List<SharedFrame> batch = new ArrayList<>();

    Fanout(EventLoop loop, ByteBufAllocator allocator, Supplier<LiveProperties> properties) {
        this.loop = loop;
        this.allocator = allocator;
        this.properties = properties;
    }

    /** Packs the frame and has it delivered at the end of this turn. Takes ownership of a reference to it. */
    void publish(SharedFrame shared) {
        boolean watched = false;
        for (Output output : outputs.values()) {
            if (output.isWatched()) {
                shared.packFor(output);
                watched = true;
            }
        }
        if (!watched) {
            shared.release();
            return;
        }
        if (batch.isEmpty()) {
            loop.execute(this::deliverBatch);
        }
        batch.add(shared);
    }

    Output open(Packaging packaging) {
        return outputs.computeIfAbsent(packaging, kind -> new Output(outputs.size(), kind.open(allocator)));
    }

    /** Begins a viewer with {@code head} (owned) and {@code group} (retained), after what was published before. */
    void add(Viewer viewer, Output output, EventLoop at, ByteBuf head, List<SharedFrame> group, boolean waitForStart) {
        deliverBatch();
        output.count(1);
        List<SharedFrame> burst = new ArrayList<>(group.size());
        for (SharedFrame shared : group) {
            shared.packFor(output);
            burst.add(shared.retain());
        }
        groups.computeIfAbsent(at, ViewerGroup::new).add(viewer, head, burst, waitForStart);
    }

    void remove(Viewer viewer, Output output, EventLoop at) {
        output.count(-1);
        ViewerGroup group = groups.get(at);
        if (group != null) {
            group.remove(viewer);
        }
    }

    void endAll(Ending ending) {
        deliverBatch();
        groups.values().forEach(group -> group.endAll(ending));
    }

    private void deliverBatch() {
        if (batch.isEmpty()) {
            return;
        }
        List<SharedFrame> frames = batch;
        batch = new ArrayList<>();
        for (ViewerGroup group : groups.values()) {
            if (!group.isEmpty()) {
                frames.forEach(SharedFrame::retain);
                group.deliver(frames, properties.get().stallTimeout());
            }
        }
        frames.forEach(SharedFrame::release);
    }
}
