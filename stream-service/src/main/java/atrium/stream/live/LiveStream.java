package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One stream: takes frames from one publication at a time and hands them to its viewers.
 *
 * <p>All state is confined to the stream's event loop. Public methods may be called on any thread; on the stream's own
 * loop they act at once. A publisher never waits for a viewer, nor a viewer for another.
 *
 * <p>A publication after the first goes on in time where the one before ended, so that viewers who stayed see a
 * reconnect as a cut, not as an end.
 */
public final class LiveStream {

    private static final int QUEUE_STEP = 64 * 1024;
    private static final Ending NOT_SHOWN = Ending.notFound("the stream is not shown to you any more");

    private final StreamName name;
    private final EventLoop loop;
    private final StreamContext context;
    private final Consumer<LiveStream> onDeserted;
    private final GopCache group = new GopCache();
    private final Rates rates = new Rates();
    private final Timeline timeline = new Timeline();
    private final Fanout fanout;
    private final SourceControl source;
    private final Audience audience;
    private Tracks tracks = Tracks.NONE;
    private Opening opening = new Opening();
    private @Nullable Instant liveSince;
    private boolean configured;
    private boolean decodable;
    private volatile boolean isPublic = true;
    private boolean closed;

    /** @param onDeserted told, on the stream's loop, when nobody configured, publishes or watches the stream any more */
    LiveStream(StreamName name, EventLoop loop, StreamContext context, Consumer<LiveStream> onDeserted) {
        this.name = name;
        this.loop = loop;
        this.context = context;
        this.onDeserted = onDeserted;
        this.fanout = new Fanout(loop, ByteBufAllocator.DEFAULT, context.properties());
        this.source = new SourceControl(this, context.properties(), context.random());
        this.audience = new Audience(this, fanout, context);
    }

    public StreamName name() {
        return name;
    }

    /** Whether people may watch who have no account and were not invited. */
    public boolean isPublic() {
        return isPublic;
    }

    EventLoop loop() {
        return loop;
    }

    /** Something wants to see the stream for others, who are let in by whatever asks for them. */
    public Watch watch() {
        return watch(() -> true);
    }

    /**
     * Somebody wants to see the stream. Ends with {@link Watch#close()}.
     *
     * @param mayStay whether whoever it is still may; asked on the stream's loop when it is to be shown something, and
     *     after {@link #recheck()}
     */
    public Watch watch(BooleanSupplier mayStay) {
        Watch watch = new Watch(this, mayStay);
        onLoop().execute(() -> enter(watch));
        return watch;
    }

    /** Who may watch has changed: whoever may not stay is told good-bye. */
    void recheck() {
        onLoop().execute(() -> audience.dismiss(watch -> !watch.mayStay(), NOT_SHOWN));
    }

    /**
     * A publisher wants to feed the stream; fails with {@link PublishRefusedException} if it may not now.
     *
     * @param takeOver whether it may end another publisher's publication
     */
    CompletionStage<Publication> admit(boolean takeOver) {
        return CompletableFuture.supplyAsync(
                () -> {
                    checkOpen();
                    return source.admit(takeOver);
                },
                onLoop());
    }

    /** Says what the stream is; it then exists until {@link #forget}. */
    CompletionStage<Void> configure(@Nullable Source from, boolean onDemand, boolean visible) {
        return CompletableFuture.runAsync(
                () -> {
                    checkOpen();
                    configured = true;
                    isPublic = visible;
                    source.use(from, onDemand, !audience.isEmpty());
                },
                onLoop());
    }

    /** The stream is configured no longer: its source stops, its viewers go; a publisher may go on. */
    void forget() {
        onLoop().execute(() -> {
            configured = false;
            isPublic = true;
            if (source.source() != null) {
                source.use(null, true, false);
                audience.endAll(Ending.notFound("the stream was removed"));
            }
            closeIfDeserted();
        });
    }

    /** Ends everything, for good. */
    CompletionStage<Void> close(Ending ending) {
        return CompletableFuture.runAsync(
                () -> {
                    closed = true;
                    audience.endAll(ending);
                    source.stop(ending.detail());
                },
                onLoop());
    }

    /** What can be told of the stream now. */
    public CompletionStage<StreamStatus> status() {
        return CompletableFuture.supplyAsync(this::describe, onLoop());
    }

    // What publications and watches call.

    void publish(Publication from, MediaFrame frame, Runnable done) {
        onLoop().execute(() -> {
            try {
                accept(from, frame);
            } finally {
                done.run();
            }
        });
    }

    void end(Publication from, String reason) {
        onLoop().execute(() -> {
            if (source.isCurrent(from)) {
                stopped();
                audience.expectReturn(reason);
                source.ended(reason, !audience.isEmpty());
                closeIfDeserted();
            }
        });
    }

    void play(Watch watch, Outlet outlet, Packaging packaging, Framing framing, Start start) {
        onLoop().execute(() -> {
            if (!watch.mayStay()) {
                outlet.channel().eventLoop().execute(() -> outlet.end(NOT_SHOWN));
            } else if (!watch.closed) {
                fanout.limitQueues(queueSize());
                Lane lane = fanout.open(packaging, framing);
                Viewer viewer = new Viewer(outlet, lane, queueSize(), context.meters(), watch.requested);
                audience.play(watch, viewer, outlet, start == Start.GROUP ? group.frames() : List.of(), tracks);
            }
        });
    }

    void follow(Watch watch, Follower follower) {
        onLoop().execute(() -> {
            if (!watch.closed) {
                audience.follow(watch, follower, group.frames(), tracks);
            }
        });
    }

    /** On the loop. */
    void leave(Watch watch) {
        if (audience.remove(watch) && audience.isEmpty()) {
            source.unwanted();
            closeIfDeserted();
        }
    }

    /** On the loop: the current publication is over. */
    void stopped() {
        if (liveSince != null) {
            context.meters().sources.decrementAndGet();
        }
        liveSince = null;
        opening = new Opening();
        tracks = Tracks.NONE;
        group.clear();
        rates.reset();
        decodable = false;
    }

    String reasonOr(String otherwise) {
        String reason = source.reason();
        return reason == null ? otherwise : reason;
    }

    private void enter(Watch watch) {
        boolean possible = source.source() != null || source.hasPublication() || audience.isExpectingReturn();
        if (closed || !possible) {
            watch.refuse(Ending.notFound("nobody publishes " + name));
            return;
        }
        audience.add(watch, liveSince != null);
        source.wanted();
    }

    private void accept(Publication from, MediaFrame frame) {
        if (!source.isCurrent(from)) {
            frame.release();
            return;
        }
        MediaFrame placed = timeline.place(from, frame);
        context.meters().bytesIn.increment(placed.payload().readableBytes());
        if (placed.isConfiguration()) {
            learn(placed);
        } else {
            show(placed);
        }
    }

    /** A repeated configuration, as some encoders send before each key picture, is no news. */
    private void learn(MediaFrame configuration) {
        if (tracks.contains(configuration.track())) {
            return;
        }
        boolean replaced = configuration.isVideo() ? tracks.video() != null : tracks.audio() != null;
        tracks = tracks.with(configuration.track());
        if (replaced) {
            group.clear(); // its frames belong to the decoder as it was
        }
        decodable &= !configuration.isVideo();
        if (liveSince != null) {
            audience.change(SharedFrame.change(tracks, configuration, Fanout.SLOTS), tracks);
        }
    }

    /** Until there is something to begin with, frames are of no use to anybody. */
    private void show(MediaFrame frame) {
        rates.count(frame);
        boolean start = tracks.video() == null || frame.isKeyPicture();
        decodable |= start;
        if (!decodable) {
            frame.release();
            return;
        }
        if (frame.isKeyPicture()) {
            fanout.limitQueues(queueSize());
        }
        SharedFrame shared = SharedFrame.coded(frame, start, Fanout.SLOTS);
        if (!group.add(shared, context.properties().get().gopCache())) {
            context.meters().gopOverflows.increment();
        }
        if (liveSince != null) {
            audience.publish(shared);
            return;
        }
        if (opening.isComplete(frame, tracks)) {
            open(frame);
        }
        shared.release();
    }

    /** From here on there is something to see. Who watched the publication before is shown this one from its start. */
    private void open(MediaFrame first) {
        liveSince = context.clock().instant();
        context.meters().sources.incrementAndGet();
        source.live();
        long dts = group.frames().isEmpty()
                ? first.dts()
                : group.frames().getFirst().frame().dts();
        MediaFrame at = MediaFrame.configuration(first.track(), dts);
        audience.change(SharedFrame.change(tracks, at, Fanout.SLOTS), tracks);
        group.frames().forEach(shared -> audience.publish(shared.retain()));
        audience.admitAll();
    }

    /** In whole steps, so that viewers are not told of every little change. */
    private int queueSize() {
        LiveProperties.Queue queue = context.properties().get().queue();
        long wanted = rates.bytesPerSecond() * queue.duration().toMillis() / 1000;
        long rounded = (wanted + QUEUE_STEP - 1) / QUEUE_STEP * QUEUE_STEP;
        return (int)
                Math.clamp(rounded, queue.minSize().toBytes(), queue.maxSize().toBytes());
    }

    private StreamStatus describe() {
        Source from = source.source();
        return new StreamStatus(
                name.text(),
                source.state(),
                from == null ? null : from.masked(),
                isPublic,
                source.isPublished(),
                tracks,
                rates.picturesPerSecond(),
                rates.bytesPerSecond() * 8,
                audience.size(),
                liveSince,
                source.reason());
    }

    void closeIfDeserted() {
        if (!configured && !source.hasPublication() && audience.isEmpty() && !closed) {
            closed = true;
            group.clear();
            onDeserted.accept(this);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StreamClosedException();
        }
    }

    private Executor onLoop() {
        return loop.inEventLoop() ? Runnable::run : loop;
    }
}
