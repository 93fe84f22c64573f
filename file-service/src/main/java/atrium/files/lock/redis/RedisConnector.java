package atrium.files.lock.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one {@link RedisLink}, and makes a new one whenever it is lost.
 *
 * <p>Lettuce could reconnect by itself, but would then send again what was in flight: a lock would be taken for a request
 * that was refused long ago.
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
    private final Consumer<String> ear;
    private final ClientResources resources;
    private final RedisClient client;

    private volatile @Nullable RedisLink link;
    private volatile boolean closed;
    private boolean told;

    /** @param timer of one thread, for little work */
    RedisConnector(
            RedisLockProperties properties, ScheduledExecutorService timer, LongSupplier nanos, Consumer<String> ear) {
        this.uri = properties.toRedisUri();
        this.timeout = properties.timeout();
        this.timer = timer;
        this.nanos = nanos;
        this.ear = ear;
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

    /** {@code null} while there is none. */
    @Nullable
    RedisLink link() {
        return link;
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
        var feed = client.connectPubSubAsync(StringCodec.UTF8, uri).toCompletableFuture();
        CompletionStage<RedisLink> made = commands.thenCombine(feed, (one, two) -> new RedisLink(one, two, ear));
        made.thenCompose(fresh -> fresh.prepare()
                        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .thenApply(ready -> fresh))
                .whenComplete((fresh, e) -> {
                    if (e != null) {
                        commands.thenAccept(StatefulConnection::closeAsync);
                        feed.thenAccept(StatefulConnection::closeAsync);
                    }
                    inTimer(() -> connected(fresh, e));
                });
    }

    private void connected(@Nullable RedisLink fresh, @Nullable Throwable e) {
        if (fresh == null || closed) {
            if (!told && !closed) {
                told = true;
                log.warn("Redis at {} does not answer; uploads are refused until it does", where(), e);
            }
            retry(RETRY);
            return;
        }
        told = false;
        link = fresh;
        fresh.onLoss(() -> inTimer(() -> lost(fresh, "the connection ended")));
        log.info("connected to Redis at {}", where());
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
        if (watched != null && watched.silence(nanos.getAsLong()) > timeout.toNanos()) {
            lost(watched, "no answer within " + timeout.toMillis() + " ms");
        }
    }

    private void lost(RedisLink which, String why) {
        if (link != which) {
            return;
        }
        link = null;
        told = true;
        log.warn("Redis is away ({}); uploads are refused until it is back", why);
        which.close();
        retry(FIRST_RETRY);
    }

    /** Without what the URI has beyond it: a password, above all. */
    private String where() {
        return uri.getHost() + ":" + uri.getPort();
    }
}
