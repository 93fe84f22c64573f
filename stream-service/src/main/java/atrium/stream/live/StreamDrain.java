package atrium.stream.live;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/** Says good-bye to every viewer and publisher when the service stops, before the web server waits for requests. */
public final class StreamDrain implements SmartLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StreamRegistry streams;
    private final int phase;
    private volatile boolean running;

    public StreamDrain(StreamRegistry streams, int phase) {
        this.streams = streams;
        this.phase = phase;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable done) {
        running = false;
        streams.close(new Ending(Ending.Cause.GOING_AWAY, "the service is stopping"))
                .toCompletableFuture()
                .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, error) -> done.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
