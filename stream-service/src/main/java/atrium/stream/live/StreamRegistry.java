package atrium.stream.live;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The streams by name: those that are configured, and those that somebody publishes or still watches. Thread-safe. */
public final class StreamRegistry {

    private final Map<StreamName, LiveStream> streams = new ConcurrentHashMap<>();
    private final Supplier<EventLoop> loops;
    private final StreamContext context;
    private volatile @Nullable Ending closing;

    /** @param loops gives the loop on which a new stream lives */
    public StreamRegistry(Supplier<EventLoop> loops, StreamContext context) {
        this.loops = loops;
        this.context = context;
    }

    public Optional<LiveStream> find(StreamName name) {
        return Optional.ofNullable(streams.get(name));
    }

    public Collection<LiveStream> all() {
        return List.copyOf(streams.values());
    }

    /**
     * The right to publish {@code name}, which comes into being if it is not there. Fails with
     * {@link PublishRefusedException}.
     *
     * @param loop where a new stream should live: the publisher's own
     */
    public CompletionStage<Publication> publish(StreamName name, EventLoop loop) {
        return publish(name, loop, false);
    }

    /**
     * As {@link #publish(StreamName, EventLoop)}.
     *
     * @param takeOver whether a publisher who is there already is ended, instead of this one refused
     */
    public CompletionStage<Publication> publish(StreamName name, EventLoop loop, boolean takeOver) {
        if (closing != null) {
            return CompletableFuture.failedFuture(new PublishRefusedException("the service is stopping"));
        }
        return get(name, loop)
                .admit(takeOver)
                .exceptionallyCompose(e -> orAgain(e, () -> publish(name, loop, takeOver)));
    }

    /**
     * Says that {@code name} exists, and where it comes from. The source is replaced, so call it on a change only.
     *
     * @param source nothing where it is published
     * @param onDemand whether the source runs only while somebody watches
     * @param isPublic whether people may watch who have no account and were not invited
     */
    public void configure(StreamName name, @Nullable Source source, boolean onDemand, boolean isPublic) {
        if (closing == null) {
            get(name, loops.get())
                    .configure(source, onDemand, isPublic)
                    .thenRun(() -> recheck(name))
                    .exceptionallyCompose(e -> orAgain(e, () -> {
                        configure(name, source, onDemand, isPublic);
                        return CompletableFuture.completedFuture(null);
                    }));
        }
    }

    /** Undoes {@link #configure}. */
    public void forget(StreamName name) {
        find(name).ifPresent(LiveStream::forget);
    }

    /** Who may watch has changed: whoever may not any more is told good-bye. */
    public void recheck() {
        streams.values().forEach(LiveStream::recheck);
    }

    /** The stream, and what is made of it: its viewers are this one's. */
    private void recheck(StreamName name) {
        streams.forEach((other, stream) -> {
            if (other.equals(name) || other.isDerivedFrom(name)) {
                stream.recheck();
            }
        });
    }

    /** Ends all streams, and lets nobody begin another; completes when each has said good-bye. */
    public CompletionStage<Void> close(Ending ending) {
        closing = ending;
        var farewells = new ArrayList<CompletableFuture<Void>>();
        all().forEach(stream -> farewells.add(stream.close(ending).toCompletableFuture()));
        return CompletableFuture.allOf(farewells.toArray(CompletableFuture[]::new));
    }

    /** Looks the name up again if the stream was given up between our finding it and its hearing of us. */
    private static <T> CompletionStage<T> orAgain(Throwable error, Supplier<CompletionStage<T>> again) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof StreamClosedException ? again.get() : CompletableFuture.failedFuture(cause);
    }

    private LiveStream get(StreamName name, EventLoop loop) {
        return streams.computeIfAbsent(
                name, key -> new LiveStream(key, loop, context, deserted -> streams.remove(key, deserted)));
    }
}
