package atrium.stream.egress.hls;

import atrium.stream.edge.StreamProblem;
import atrium.stream.live.Ending;
import atrium.stream.live.Follower;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamEndedException;
import atrium.stream.live.Watch;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * One stream as HLS, from the first request for it until nobody has asked for a while, or until it ends. It is one
 * viewer of the stream, however many people watch.
 *
 * <p>The stream's loop cuts, and publishes what there is as an immutable {@link Edition}, which requests read on any
 * thread. Those that wait for a later one are confined to a loop that this was given. The segmenter is guarded by its
 * monitor, because who closes this is not on the stream's loop; nobody waits for anything while holding it.
 */
final class HlsStream implements Follower {

    /** Section 6.2.5.2: a request is held no longer than this many Target Durations. */
    private static final int PATIENCE = 3;

    /** Who has nothing to wait for asks once in a Target Duration (section 6.3.4). */
    private static final int IDLE = 3;

    /** For the first segment: the source may come late, and its group of pictures may be long. */
    private static final long FIRST_PATIENCE = TimeUnit.SECONDS.toNanos(30);

    private static final Duration TICK = Duration.ofMillis(500);

    private final LiveStream stream;
    private final HlsProperties properties;
    private final Segmenter segmenter;
    private final EventLoop loop;
    private final Blocked blocked;
    private final HlsStreams streams;
    private final Attendance attendance = new Attendance();
    private final AtomicReference<@Nullable Ending> over = new AtomicReference<>();
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Watch watch;
    private volatile @Nullable Edition edition;
    private volatile long asked;
    private @Nullable Future<?> tick;

    /**
     * @param blocked confined to {@code loop} from now on
     * @param streams to be told when this has ended or is idle
     */
    HlsStream(
            LiveStream stream,
            HlsProperties properties,
            Segmenter segmenter,
            EventLoop loop,
            Blocked blocked,
            HlsStreams streams) {
        this.stream = stream;
        this.properties = properties;
        this.segmenter = segmenter;
        this.loop = loop;
        this.blocked = blocked;
        this.streams = streams;
        this.asked = now();
    }

    /** Begins to follow the stream, unless it does. */
    void start() {
        if (!started.compareAndSet(false, true)) {
            return;
        }
        loop.execute(() -> tick =
                loop.scheduleWithFixedDelay(this::check, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS));
        Watch watching = stream.watch();
        watch = watching;
        watching.ready().whenComplete((nothing, error) -> {
            if (error == null) {
                watching.follow(this);
            } else {
                end(ending(error));
            }
        });
    }

    /** This, which somebody wants something of. */
    HlsStream touched() {
        asked = now();
        return this;
    }

    boolean isOver() {
        return over.get() != null;
    }

    /** A playlist was asked for as it is. */
    void polled() {
        attendance.polled();
    }

    /**
     * What there is, as soon as it is {@code due}; fails with a problem if that does not come.
     *
     * @param viewer whether who waits for it is somebody who watches, and waits for nothing else that counts
     */
    Mono<Edition> when(Predicate<Window> due, boolean viewer) {
        return Mono.defer(() -> {
            Edition now = edition;
            return now != null && due.test(now.window())
                    ? Mono.just(now)
                    : Mono.create(sink -> loop.execute(() -> hold(due, viewer, sink)));
        });
    }

    /** What there is now. */
    Optional<Window> window() {
        return Optional.ofNullable(edition).map(Edition::window);
    }

    /** Whether it was closed, because nobody has asked for long enough. */
    boolean closeIfIdle() {
        boolean idle = isIdle();
        if (idle) {
            close(new Ending(Ending.Cause.UNAVAILABLE, "nobody watched"));
        }
        return idle;
    }

    // As a follower, on the stream's loop

    @Override
    public void begin(Tracks tracks) {
        boolean playable;
        synchronized (segmenter) {
            playable = segmenter.begin(tracks);
        }
        if (!playable) {
            end(new Ending(Ending.Cause.UNAVAILABLE, "HLS carries none of the stream's codecs"));
        }
    }

    @Override
    public void frame(MediaFrame frame) {
        Optional<Window> changed;
        synchronized (segmenter) {
            changed = isOver() ? Optional.empty() : segmenter.frame(frame);
        }
        changed.ifPresent(this::publish);
    }

    @Override
    public void end(Ending ending) {
        close(ending);
        streams.remove(stream, this);
    }

    @Override
    public int viewers() {
        return attendance.viewers();
    }

    private void publish(Window window) {
        Edition next = Edition.of(window);
        edition = next;
        loop.execute(() -> blocked.answer(next));
    }

    private static Ending ending(Throwable error) {
        return error instanceof StreamEndedException ended
                ? ended.ending()
                : new Ending(Ending.Cause.UNAVAILABLE, "the stream failed");
    }

    private void close(Ending ending) {
        if (!over.compareAndSet(null, ending)) {
            return;
        }
        Watch watching = watch;
        if (watching != null) {
            watching.close();
        }
        synchronized (segmenter) {
            segmenter.clear();
        }
        loop.execute(() -> {
            if (tick != null) {
                tick.cancel(false);
            }
            blocked.refuse(() -> StreamProblem.of(ending));
        });
    }

    // Confined to the loop

    private void hold(Predicate<Window> due, boolean viewer, MonoSink<Edition> sink) {
        Ending ending = over.get();
        Edition now = edition;
        if (ending != null) {
            sink.error(StreamProblem.of(ending));
        } else if (now != null && due.test(now.window())) {
            sink.success(now);
        } else {
            Blocked.Request request = new Blocked.Request(due, viewer, sink, now() + patience(now));
            sink.onCancel(() -> loop.execute(() -> blocked.remove(request)));
            blocked.add(request);
        }
    }

    private void check() {
        Edition now = edition;
        if (now != null) {
            double share = TICK.toNanos() / (double) targets(now, 1);
            attendance.count(share, blocked.viewers());
        }
        blocked.expire(now());
        if (blocked.isEmpty() && isIdle()) {
            streams.retire(stream, this);
        }
    }

    private boolean isIdle() {
        long limit = properties.idleTimeout().toNanos();
        Edition now = edition;
        return now() - asked > (now == null ? limit : Math.max(limit, targets(now, IDLE)));
    }

    private static long patience(@Nullable Edition now) {
        return now == null ? FIRST_PATIENCE : targets(now, PATIENCE);
    }

    private static long targets(Edition now, int count) {
        return TimeUnit.SECONDS.toNanos(count * (long) now.window().pace().target());
    }

    private long now() {
        return loop.ticker().nanoTime();
    }
}
