package atrium.stream.live;

import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Frames to viewers; confined to the stream's loop.
 *
 * <p>A frame is packed once for each packaging that somebody watches. Frames leave in batches: one buffer for all
 * viewers of a {@link Lane}, one task for each loop that has viewers, one flush for each viewer. Handing bytes to the
 * kernel is what a viewer costs, so the more viewers there are, the longer a batch is collected, up to a bound
 * ({@link LiveProperties.Merge}); few viewers get each frame at the end of the turn in which it came.
 */
final class Fanout {

    /** More than there are packagings; a slot of an array costs four bytes a frame. */
    static final int SLOTS = 12;

    /** A batch that holds this much leaves at once: beyond it there is nothing to be saved. */
    private static final int FULL_BATCH = 128 * 1024;

    private final EventLoop loop;
    private final ByteBufAllocator allocator;
    private final Supplier<LiveProperties> properties;
    private final Map<Packaging, Output> outputs = new HashMap<>();
    private final List<Lane> lanes = new ArrayList<>();
    private final Map<EventLoop, ViewerGroup> groups = new HashMap<>();

    private List<SharedFrame> pending = new ArrayList<>();
    private int pendingBytes;
    private int viewers;
    private int queue;
    private @Nullable Future<?> departure;

    Fanout(EventLoop loop, ByteBufAllocator allocator, Supplier<LiveProperties> properties) {
        this.loop = loop;
        this.allocator = allocator;
        this.properties = properties;
    }

    /** Packs the frame and has it delivered soon. Takes ownership of a reference to it. */
    void publish(SharedFrame shared) {
        if (viewers == 0) {
            shared.release();
            return;
        }
        pack(shared);
        pending.add(shared);
        pendingBytes += shared.frame().payload().readableBytes();
        if (pendingBytes >= FULL_BATCH) {
            deliver();
        } else if (departure == null) {
            departure = depart();
        }
    }

    /** Delivers what came before, then the change by itself. Takes ownership of a reference to it. */
    void change(SharedFrame change) {
        deliver();
        publish(change);
        deliver();
    }

    /** How many bytes may wait for a viewer from now on. */
    void limitQueues(int bytes) {
        queue = bytes;
    }

    Lane open(Packaging packaging, Framing framing) {
        Output output = outputs.computeIfAbsent(packaging, kind -> new Output(outputs.size(), kind.open(allocator)));
        for (Lane lane : lanes) {
            if (lane.is(output, framing)) {
                return lane;
            }
        }
        Lane lane = new Lane(lanes.size(), output, framing, allocator);
        lanes.add(lane);
        return lane;
    }

    /** Begins a viewer with headers and {@code group} (retained), after what was published before. */
    void add(Viewer viewer, EventLoop at, Tracks tracks, List<SharedFrame> group) {
        deliver();
        Lane lane = viewer.lane();
        viewers++;
        lane.count(1);
        List<SharedFrame> burst = new ArrayList<>(group.size());
        for (SharedFrame shared : group) {
            shared.packFor(lane.output());
            burst.add(shared.retain());
        }
        ByteBuf head = lane.writeHead(tracks, burst);
        groups.computeIfAbsent(at, ViewerGroup::new).add(viewer, head, burst, tracks.video() != null);
    }

    void remove(Viewer viewer, EventLoop at) {
        viewers--;
        viewer.lane().count(-1);
        ViewerGroup group = groups.get(at);
        if (group != null) {
            group.remove(viewer);
        }
    }

    /** Ends one viewer, who is removed when its connection closes. */
    void end(Viewer viewer, EventLoop at, Ending ending) {
        ViewerGroup group = groups.get(at);
        if (group != null) {
            group.end(viewer, ending, properties.get().stallTimeout());
        }
    }

    void endAll(Ending ending) {
        deliver();
        groups.values().forEach(group -> group.endAll(ending));
    }

    private void pack(SharedFrame shared) {
        for (Output output : outputs.values()) {
            if (output.isWatched()) {
                shared.packFor(output);
            }
        }
    }

    private Future<?> depart() {
        Duration wait = properties.get().merge().forViewers(viewers);
        return wait.isZero()
                ? loop.submit(this::deliver)
                : loop.schedule(this::deliver, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void deliver() {
        if (departure != null) {
            departure.cancel(false);
            departure = null;
        }
        if (pending.isEmpty()) {
            return;
        }
        List<SharedFrame> frames = pending;
        pending = new ArrayList<>();
        pendingBytes = 0;
        List<Lane> watched = lanes.stream().filter(Lane::isWatched).toList();
        Batch batch = new Batch(frames, watched, lanes.size());
        for (ViewerGroup group : groups.values()) {
            if (!group.isEmpty()) {
                group.deliver(batch.retain(), queue, properties.get().stallTimeout());
            }
        }
        batch.release();
    }
}
