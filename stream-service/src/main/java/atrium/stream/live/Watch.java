package atrium.stream.live;

import io.netty.util.concurrent.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Somebody who wants to see a stream, from the request to the farewell. Public methods are safe for any thread. */
public final class Watch {

    private final LiveStream stream;
    private final BooleanSupplier mayStay;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    final long requested = System.nanoTime();

    // The rest is touched by the stream's loop only.

    @Nullable
    Future<?> deadline;

    @Nullable
    Viewer viewer;

    @Nullable
    Outlet outlet;

    @Nullable
    Follower follower;

    boolean closed;

    Watch(LiveStream stream, BooleanSupplier mayStay) {
        this.stream = stream;
        this.mayStay = mayStay;
    }

    /**
     * Completes when the stream has something to show, on the stream's loop; fails with {@link StreamEndedException} if
     * there is no such stream or its source does not come.
     */
    public CompletionStage<Void> ready() {
        return ready;
    }

    /**
     * Begins to write to {@code outlet}. Called once, after {@link #ready()}, unless {@link #follow} is.
     *
     * @param framing what stands around the bytes of {@code packaging} on this connection
     */
    public void play(Outlet outlet, Packaging packaging, Framing framing, Start start) {
        stream.play(this, outlet, packaging, framing, start);
    }

    /** Begins to call {@code follower}. Called once, after {@link #ready()}, unless {@link #play} is. */
    public void follow(Follower follower) {
        stream.follow(this, follower);
    }

    /**
     * The viewer is gone. Runs later even on the stream's own loop, because a failing write may close a connection in
     * the middle of a delivery.
     */
    public void close() {
        stream.loop().execute(() -> stream.leave(this));
    }

    boolean mayStay() {
        return mayStay.getAsBoolean();
    }

    boolean isWaiting() {
        return !ready.isDone();
    }

    void admit() {
        cancelDeadline();
        ready.complete(null);
    }

    /** Ends it, whether it waits or plays. */
    void refuse(Ending ending) {
        cancelDeadline();
        ready.completeExceptionally(new StreamEndedException(ending));
    }

    void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
