package atrium.stream.pull.proxy;

import atrium.stream.ingest.ffmpeg.SourceRoute;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The way of one child to its source, open until it is closed. */
public final class Road implements AutoCloseable {

    private final SourceRoute route;
    private final Pass pass;
    private final Runnable onClose;

    Road(SourceRoute route, Pass pass, Runnable onClose) {
        this.route = route;
        this.pass = pass;
        this.onClose = onClose;
    }

    public SourceRoute route() {
        return route;
    }

    /** Completes, on any thread, with the reason if the source leads to something that is not allowed; else never. */
    public CompletableFuture<String> refusal() {
        return pass.refusal();
    }

    /** Why the source could not be reached when it was last tried. */
    public Optional<String> trouble() {
        return pass.trouble();
    }

    @Override
    public void close() {
        onClose.run();
        pass.close();
    }
}
