package atrium.stream.live;

import atrium.stream.media.MediaFrame;
import io.netty.channel.EventLoop;

/** The right to publish a stream, from when it is granted until it ends. Safe for any thread. */
public final class Publication {

    private final LiveStream stream;
    private volatile Runnable onRevoked = () -> {};
    private volatile boolean revoked;

    Publication(LiveStream stream) {
        this.stream = stream;
    }

    /** The stream's loop: a publisher that lives there hands frames over without a change of threads. */
    public EventLoop loop() {
        return stream.loop();
    }

    /** Publishes {@code frame}, which it takes ownership of. Frames of one thread keep their order. */
    public void publish(MediaFrame frame) {
        stream.publish(this, frame, () -> {});
    }

    /** As {@link #publish(MediaFrame)}; runs {@code done} when the stream has it, for who must bound what is underway. */
    public void publish(MediaFrame frame, Runnable done) {
        stream.publish(this, frame, done);
    }

    /** Nothing more will come. A second call, or one after the stream ended it, does nothing. */
    public void end(String reason) {
        stream.end(this, reason);
    }

    /** What to run when the stream ends the publication by itself; at once if it already has. */
    public void onRevoked(Runnable action) {
        onRevoked = action;
        if (revoked) {
            action.run();
        }
    }

    void revoke() {
        revoked = true;
        onRevoked.run();
    }
}
