package atrium.stream.transcode;

import atrium.stream.live.Ending;
import atrium.stream.live.Follower;
import atrium.stream.live.LiveStream;
import atrium.stream.live.Publication;
import atrium.stream.live.Source;
import atrium.stream.live.StreamEndedException;
import atrium.stream.live.Watch;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run of a transcoded stream: watches the stream that it is made of, and has one encoder.
 *
 * <p>If the tracks change, the run ends, and the backoff of the transcoded stream begins another: viewers see a cut of
 * half a second, and an encoder never meets pictures of another size than its own. A source that comes back as it was
 * keeps its encoder, since its stream's time goes on.
 *
 * <p>{@link Follower} is called on the watched stream's loop, the rest on that of the stream that is fed. Whoever is
 * first to know of the end says why; the others are not heard.
 */
final class TranscodedRun implements Source.Running, Follower {

    /** How long the watched stream may be silent before it is asked what is wrong. */
    private static final long ASK_MILLIS = 1000;

    private final Publication publication;
    private final Encoders encoders;
    private final Runnable onGone;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Watch watch;
    private volatile @Nullable Encoding encoding;
    /** Touched by the watched stream's loop only. */
    private @Nullable Tracks tracks;

    /** @param onGone told, on any thread, when there is nothing to watch any more */
    TranscodedRun(Publication publication, Encoders encoders, Runnable onGone) {
        this.publication = publication;
        this.encoders = encoders;
        this.onGone = onGone;
    }

    /** Begins with {@code stream}, once it has something to show. */
    void watch(LiveStream stream) {
        if (over.get()) {
            return;
        }
        Watch waiting = stream.watch();
        watch = waiting;
        waiting.ready().whenComplete((ready, error) -> {
            if (error == null) {
                waiting.follow(this);
            } else {
                refused(error);
            }
        });
        askLater(stream, waiting);
    }

    /** There is nothing to watch, and will not be. */
    void gone(String reason) {
        finish(reason);
        onGone.run();
    }

    @Override
    public void begin(Tracks next) {
        if (tracks == null) {
            tracks = next;
            encode(FlvInput.carried(next));
        } else if (!tracks.equals(next)) {
            finish("the stream has changed");
        }
    }

    @Override
    public void frame(MediaFrame frame) {
        Encoding to = encoding;
        if (to != null) {
            to.offer(frame.retain());
        }
    }

    @Override
    public void end(Ending ending) {
        if (ending.cause() == Ending.Cause.NOT_FOUND) {
            gone(ending.detail());
        } else {
            finish(ending.detail());
        }
    }

    @Override
    public void stop() {
        finish("stopped");
    }

    private void refused(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof StreamEndedException e) {
            end(e.ending());
        } else {
            finish(String.valueOf(cause.getMessage()));
        }
    }

    /** While we wait, its source is tried again, and our viewers should hear why it does not come. */
    private void askLater(LiveStream stream, Watch waiting) {
        publication
                .loop()
                .schedule(
                        () -> {
                            if (!over.get()
                                    && !waiting.ready().toCompletableFuture().isDone()) {
                                ask(stream, waiting);
                            }
                        },
                        ASK_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void ask(LiveStream stream, Watch waiting) {
        stream.status().thenAccept(status -> {
            String reason = status.reason();
            if (reason == null) {
                askLater(stream, waiting);
            } else {
                finish(reason);
            }
        });
    }

    private void encode(Tracks carried) {
        if (carried.equals(Tracks.NONE)) {
            finish("what the stream carries cannot be transcoded");
            return;
        }
        Encoding begun = new Encoding(carried, publication, encoders);
        encoding = begun;
        begun.start(this::finish);
        if (over.get()) {
            begun.close();
        }
    }

    private void finish(String reason) {
        if (over.compareAndSet(false, true)) {
            publication.end(reason);
            Watch watching = watch;
            if (watching != null) {
                watching.close();
            }
            Encoding running = encoding;
            if (running != null) {
                running.close();
            }
        }
    }
}
