package atrium.chat.backplane.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
 * nobody knows; here both are the rooms' own business, since they know what they have heard and said. Nor do commands
 * have time limits, each with a timer: Redis answers in order, so a ping that is answered in time stands for all that
 * was sent before it.
 */
final class RedisConnector {

    private static final Logger log = LoggerFactory.getLogger(RedisConnector.class);
    private static final int THREADS = 2;
    private static final Duration PING = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final RedisURI uri;
    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final Listener listener;
    private final ClientResources resources;
    private final RedisClient client;

    private volatile @Nullable RedisLink link;
    private volatile boolean tried;
    private volatile boolean closed;

    // Confined to the timer's thread.
    private @Nullable CompletableFuture<Void> ping;
    private long pingAt;

    /** Who wants to know; called in the timer's thread. */
    interface Listener {

        void up(RedisLink link);

        void down(RedisLink link);

        /** The first attempt has failed. */
        void none();
    }

    /** @param timer of one thread, for little work */
    RedisConnector(
            RedisProperties properties, ScheduledExecutorService timer, LongSupplier nanos, Listener listener) {
        this.uri = properties.toRedisUri();
        this.timeout = properties.timeout();
        this.timer = timer;
        this.nanos = nanos;
        this.listener = listener;
        this.resources = ClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        this.client = RedisClient.create(resources, uri);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .socketOptions(SocketOptions.builder().connectTimeout(timeout).build())
                .build());
    }

    void start() {
        timer.execute(this::connect);
        timer.scheduleWithFixedDelay(this::watch, PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Empty, so to speak, while there is none. */
    @Nullable
    RedisLink link() {
        return link;
    }

    /** Whether it is known that Redis is there or is not; false only while the first attempt runs. */
    boolean tried() {
        return tried;
    }

    void close() {
        closed = true;
        client.shutdownAsync(0, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, e) -> resources.shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void connect() {
        if (closed) {
            return;
        }
        var commands = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        var feeds = client.connectPubSubAsync(StringCodec.UTF8, uri).toCompletableFuture();
        CompletionStage<RedisLink> made = commands.thenCombine(feeds, RedisLink::new);
        made.thenCompose(fresh -> fresh.prepare()
                        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(ready -> fresh))
                .whenComplete((fresh, e) -> {
                    if (e != null) {
                        commands.thenAccept(io.lettuce.core.api.StatefulConnection::closeAsync);
                        feeds.thenAccept(io.lettuce.core.api.StatefulConnection::closeAsync);
                    }
                    inTimer(() -> connected(fresh, e));
                });
    }

    private void connected(@Nullable RedisLink fresh, @Nullable Throwable e) {
        boolean first = !tried;
        tried = true;
        if (fresh == null || closed) {
            if (first) {
                log.warn("Redis at {} does not answer; rooms live on this node alone until it does", where(), e);
                listener.none();
            }
            retry(RETRY);
            return;
        }
        ping = null;
        link = fresh;
        fresh.onLoss(() -> inTimer(() -> lost(fresh, "the connection ended")));
        log.info("connected to Redis at {}", where());
        listener.up(fresh);
        if (!fresh.isOpen()) {
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
        RedisLink watched = link;
        if (watched == null) {
            return;
        }
        CompletableFuture<Void> sent = ping;
        if (sent == null || (sent.isDone() && !sent.isCompletedExceptionally())) {
            ping = watched.ping();
            pingAt = nanos.getAsLong();
        } else if (sent.isDone() || nanos.getAsLong() - pingAt > timeout.toNanos()) {
            lost(watched, "no answer within " + timeout.toMillis() + " ms");
        }
    }

    private void lost(RedisLink which, String why) {
        if (link != which) {
            return;
        }
        link = null;
        ping = null;
        log.warn("Redis is away ({}); rooms go on on this node alone", why);
        which.close();
        listener.down(which);
        retry(FIRST_RETRY);
    }

    /** Without what the URI has beyond it: a password, above all. */
    private String where() {
        return uri.getHost() + ":" + uri.getPort();
    }
}
