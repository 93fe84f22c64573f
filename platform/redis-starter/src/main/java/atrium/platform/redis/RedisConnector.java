package atrium.platform.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link RedisLink}, and makes a new one whenever it is lost.
 *
 * <p>Lettuce could reconnect by itself. It would then send again what was in flight, and subscribe again at a time that
 * nobody knows: a lock would be taken for a request that was refused long ago, and what a feed has missed would be
 * anybody's guess. Here both are the service's own business, since it knows what it has heard and said.
 *
 * @param <L> what the service makes of a link
 */
public final class RedisConnector<L> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);
    private static final Duration PING = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final RedisUse use;
    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final Listener<L> listener;
    private final LettuceClient client;

    private volatile @Nullable Ready<L> current;
    private volatile boolean tried;
    private volatile boolean closed;

    /** Who wants to know. All but {@link #made} is called in the timer's thread. */
    public interface Listener<L> {

        /** Makes of {@code link}, over which the scripts are loaded, what is used; in Lettuce's thread, before {@link #up}. */
        CompletionStage<L> made(RedisLink link);

        default void up(L link) {}

        default void down(L link) {}

        /** The first attempt has failed. */
        default void none() {}
    }

    private record Ready<L>(RedisLink link, L made) {}

    /**
     * @param timer of one thread, for little work
     * @throws IllegalArgumentException if the URI is none, without repeating it
     */
    public RedisConnector(
            RedisProperties properties,
            RedisUse use,
            ScheduledExecutorService timer,
            LongSupplier nanos,
            Listener<L> listener) {
        this.use = use;
        this.timeout = properties.timeout();
        this.timer = timer;
        this.nanos = nanos;
        this.listener = listener;
        this.client = new LettuceClient(properties.toRedisUri(use.client()), timeout);
    }

    public void start() {
        timer.execute(this::connect);
        timer.scheduleWithFixedDelay(this::watch, PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** {@code null} while there is none. */
    public @Nullable L link() {
        Ready<L> now = current;
        return now == null ? null : now.made();
    }

    /** Whether it is known that Redis is there or is not; false only while the first attempt runs. */
    public boolean tried() {
        return tried;
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private void connect() {
        if (closed) {
            return;
        }
        client.connect().thenCompose(this::ready).whenComplete((ready, e) -> inTimer(() -> connected(ready, e)));
    }

    private CompletionStage<Ready<L>> ready(RedisLink fresh) {
        return fresh.prepare(use.scripts())
                .thenCompose(loaded -> listener.made(fresh))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(made -> new Ready<>(fresh, made))
                .whenComplete((ready, e) -> {
                    if (e != null) {
                        fresh.close();
                    }
                });
    }

    private void connected(@Nullable Ready<L> fresh, @Nullable Throwable e) {
        boolean first = !tried;
        current = closed ? null : fresh;
        tried = true;
        if (fresh == null || closed) {
            if (first && !closed) {
                log.warn("Redis at {} does not answer; {} until it does", client.where(), use.without(), e);
                listener.none();
            }
            retry(RETRY);
            return;
        }
        fresh.link().onLoss(() -> inTimer(() -> lost(fresh, "the connection ended")));
        log.info("connected to Redis at {}", client.where());
        listener.up(fresh.made());
        if (!fresh.link().isOpen()) {
            lost(fresh, "the connection ended");
        }
    }

    private void inTimer(Runnable task) {
        if (!closed) {
            timer.execute(task);
        }
    }

    private void retry(Duration delay) {
        if (!closed) {
            timer.schedule(this::connect, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void watch() {
        Ready<L> watched = current;
        if (watched != null && watched.link().silence(nanos.getAsLong()) > timeout.toNanos()) {
            lost(watched, "no answer within " + timeout.toMillis() + " ms");
        }
    }

    private void lost(Ready<L> which, String why) {
        if (current != which) {
            return;
        }
        current = null;
        log.warn("Redis is away ({}); {} until it is back", why, use.without());
        which.link().close();
        listener.down(which.made());
        retry(FIRST_RETRY);
    }
}
