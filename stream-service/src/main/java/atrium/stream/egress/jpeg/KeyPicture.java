package atrium.stream.egress.jpeg;

import atrium.stream.edge.StreamProblem;
import atrium.stream.live.Ending;
import atrium.stream.live.Follower;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamEndedException;
import atrium.stream.live.Watch;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Tracks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for one key picture of a stream: the one with which the current group begins, if that is kept. */
final class KeyPicture implements Follower {

    private final CompletableFuture<MediaFrame> picture = new CompletableFuture<>();

    private KeyPicture() {}

    /**
     * Watches {@code stream}, which starts a source that runs on demand, until there is a key picture, which is the
     * caller's; fails with the problem to answer with.
     *
     * @param patience how long a stream that runs may take from one key picture to the next
     */
    static CompletableFuture<MediaFrame> of(LiveStream stream, Duration patience) {
        KeyPicture next = new KeyPicture();
        Watch watch = stream.watch();
        watch.ready().whenComplete((ready, error) -> {
            if (error == null) {
                next.picture.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
                watch.follow(next);
            } else {
                next.picture.completeExceptionally(error);
            }
        });
        return next.picture
                .whenComplete((found, error) -> watch.close())
                .exceptionallyCompose(e -> CompletableFuture.failedFuture(problem(e, patience)));
    }

    @Override
    public void begin(Tracks tracks) {
        if (tracks.video() == null) {
            picture.completeExceptionally(StreamProblem.NO_PICTURE.with("The stream carries sound only."));
        }
    }

    @Override
    public void frame(MediaFrame frame) {
        if (frame.isKeyPicture() && !picture.isDone() && !picture.complete(frame.retain())) {
            frame.release(); // its time was over
        }
    }

    @Override
    public void end(Ending ending) {
        picture.completeExceptionally(StreamProblem.of(ending));
    }

    private static Throwable problem(Throwable error, Duration patience) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return switch (cause) {
            case StreamEndedException ended -> StreamProblem.of(ended.ending());
            case TimeoutException late ->
                StreamProblem.SNAPSHOT_UNAVAILABLE.with("No key picture came for " + patience.toSeconds() + " s.");
            default -> cause;
        };
    }
}
