package atrium.platform.redis;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether a connection is answered. It is asked for a sign of life now and then, but any sign will do: under load
 * the ping waits behind much else. Confined to one thread, but for {@link #end}.
 */
final class Silence {

    private final Supplier<CompletionStage<?>> ping;
    private volatile boolean ended;
    private @Nullable CompletionStage<?> asked;
    private long since;

    Silence(Supplier<CompletionStage<?>> ping) {
        this.ping = ping;
    }

    /** Something came. Any thread. */
    void end() {
        if (!ended) {
            ended = true;
        }
    }

    /** For how long nothing came although it was asked for, in nanoseconds. */
    long lasts(long now) {
        boolean answered = asked == null || asked.toCompletableFuture().isDone();
        if (answered) {
            asked = ping.get();
        }
        if (answered || ended) {
            ended = false;
            since = now;
        }
        return now - since;
    }
}
