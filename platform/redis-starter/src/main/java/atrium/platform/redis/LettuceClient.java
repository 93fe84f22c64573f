package atrium.platform.redis;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Lettuce, told to do nothing by itself: it neither reconnects nor gives commands time limits, each with a timer. Redis
 * answers in order, so whatever it answers stands for all that was sent before; see {@link Silence}.
 */
final class LettuceClient {

    private static final int THREADS = 2;

    private final RedisURI uri;
    private final Duration timeout;
    private final ClientResources resources;
    private final RedisClient client;

    LettuceClient(RedisURI uri, Duration timeout) {
        this.uri = uri;
        this.timeout = timeout;
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

    /** Both connections, or none. */
    CompletableFuture<RedisLink> connect() {
        var commands = client.connectAsync(StringCodec.UTF8, uri).toCompletableFuture();
        var feed = client.connectPubSubAsync(StringCodec.UTF8, uri).toCompletableFuture();
        return commands.thenCombine(feed, RedisLink::new).whenComplete((link, e) -> {
            if (e != null) {
                commands.thenAccept(StatefulConnection::closeAsync);
                feed.thenAccept(StatefulConnection::closeAsync);
            }
        });
    }

    /** Without what the URI has beyond it: a password, above all. */
    String where() {
        return uri.getHost() + ":" + uri.getPort();
    }

    /** Ends its connections and its threads; does not wait for it. */
    void close() {
        client.shutdownAsync(0, timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, e) -> resources.shutdown(0, timeout.toMillis(), TimeUnit.MILLISECONDS));
    }
}
