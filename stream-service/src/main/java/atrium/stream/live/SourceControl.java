package atrium.stream.live;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who feeds a stream: the state machine of its source. Confined to the stream's loop.
 *
 * <pre>
 *            first viewer                 media
 *   idle ───────────────────> starting ─────────> live
 *    ^  <──────────────────────── │ <───────────── │
 *    │    idle-timeout, no viewer │ ended          │ ended
 *    │                            v                │
 *    └─────────────────────── backing-off <────────┘
 *          nobody watches         │ ^
 *                                 └─┘ delay, then starting again
 * </pre>
 *
 * <p>A publisher that comes by itself takes the same road from idle; when it ends, nothing can be tried again.
 */
final class SourceControl {

    private static final int MAX_DOUBLINGS = 20;

    private final LiveStream stream;
    private final EventLoop loop;
    private final Supplier<LiveProperties> properties;
    private final RandomGenerator random;
    private @Nullable Source source;
    private boolean onDemand = true;
    private StreamState state = StreamState.IDLE;
    private @Nullable Publication current;
    private Source.@Nullable Running running;
    private @Nullable Future<?> timer;
    private @Nullable String reason;
    private int failures;

    SourceControl(LiveStream stream, Supplier<LiveProperties> properties, RandomGenerator random) {
        this.stream = stream;
        this.loop = stream.loop();
        this.properties = properties;
        this.random = random;
    }

    StreamState state() {
        return state;
    }

    @Nullable
    Source source() {
        return source;
    }

    @Nullable
    String reason() {
        return reason;
    }

    boolean isCurrent(Publication publication) {
        return publication == current;
    }

    boolean hasPublication() {
        return current != null;
    }

    /** Whether a publisher feeds the stream that came by itself. */
    boolean isPublished() {
        return current != null && source == null;
    }

    /** Puts another source in the place of this one, and starts it if it is wanted. */
    void use(@Nullable Source next, boolean startOnDemand, boolean watched) {
        if (source != null || next != null) {
            stop(null);
        }
        source = next;
        onDemand = startOnDemand;
        failures = 0;
        if (next != null && (watched || !startOnDemand)) {
            start();
        }
    }

    /** Somebody watches. */
    void wanted() {
        if (state == StreamState.IDLE && source != null) {
            start();
        } else if (state == StreamState.LIVE || state == StreamState.STARTING) {
            cancelTimer();
        }
    }

    /** Nobody watches any more. */
    void unwanted() {
        if (source == null || !onDemand) {
            return;
        }
        if (state == StreamState.BACKING_OFF) {
            stop(reason);
        } else if (state != StreamState.IDLE) {
            schedule(properties.get().idleTimeout(), () -> stop(null));
        }
    }

    /** A publisher comes by itself; it may take the place of another. */
    Publication admit(boolean takeOver) {
        if (source != null) {
            throw new PublishRefusedException("the stream has a source of its own");
        }
        if (current != null && !takeOver) {
            throw new PublishRefusedException("the stream is published already");
        }
        stop(null);
        Publication publication = new Publication(stream);
        current = publication;
        state = StreamState.STARTING;
        reason = null;
        return publication;
    }

    void live() {
        state = StreamState.LIVE;
        reason = null;
        failures = 0;
    }

    /** The current publication ended by itself. */
    void ended(String why, boolean watched) {
        current = null;
        running = null;
        reason = why;
        cancelTimer();
        if (source == null || (onDemand && !watched)) {
            state = StreamState.IDLE;
            return;
        }
        state = StreamState.BACKING_OFF;
        schedule(nextDelay(), this::start);
    }

    /** Ends whatever runs; the publication is told. */
    void stop(@Nullable String why) {
        cancelTimer();
        Publication stopped = current;
        Source.Running run = running;
        current = null;
        running = null;
        state = StreamState.IDLE;
        reason = why;
        if (run != null) {
            run.stop();
        }
        if (stopped != null) {
            stream.stopped();
            stopped.revoke();
        }
    }

    private void start() {
        Source from = source;
        if (from == null) {
            return;
        }
        cancelTimer();
        state = StreamState.STARTING;
        Publication publication = new Publication(stream);
        current = publication;
        running = from.start(publication);
    }

    private Duration nextDelay() {
        LiveProperties.Backoff backoff = properties.get().backoff();
        long full = backoff.first().toMillis() << Math.min(failures, MAX_DOUBLINGS);
        failures++;
        long bounded = Math.min(full, backoff.max().toMillis());
        return Duration.ofMillis(bounded - random.nextLong(bounded / 2 + 1));
    }

    private void schedule(Duration delay, Runnable action) {
        cancelTimer();
        timer = loop.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
