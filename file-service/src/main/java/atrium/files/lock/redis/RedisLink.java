package atrium.files.lock.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Two connections to Redis, one for commands and one to hear what other processes do. They end together and are never
 * mended: another link takes their place, and nothing that was sent over this one is sent again.
 */
final class RedisLink {

    /** Where it is said who is asked for a lock, {@code asked <token>}, and which is free, {@code free <name>}. */
    static final String CHANNEL = "atrium:files:locks";

    private final StatefulRedisConnection<String, String> commands;
    private final StatefulRedisPubSubConnection<String, String> feed;
    private CompletableFuture<?> ping = CompletableFuture.completedFuture(null);
    private long pingedAt;

    /** @param ear gets what is said on the channel, in Lettuce's thread */
    RedisLink(
            StatefulRedisConnection<String, String> commands,
            StatefulRedisPubSubConnection<String, String> feed,
            Consumer<String> ear) {
        this.commands = commands;
        this.feed = feed;
        feed.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String text) {
                ear.accept(text);
            }
        });
    }

    /** Completes once all scripts are there and the channel is heard: an error also while Redis loads. */
    CompletableFuture<Void> prepare() {
        CompletableFuture<?>[] loads = Arrays.stream(RedisScript.values())
                .map(script -> commands().scriptLoad(script.text()).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(
                CompletableFuture.allOf(loads), feed.async().subscribe(CHANNEL).toCompletableFuture());
    }

    /** Runs {@code lost} when either connection ends, perhaps more than once. */
    void onLoss(Runnable lost) {
        RedisConnectionStateListener listener = new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
                lost.run();
            }
        };
        commands.addListener(listener);
        feed.addListener(listener);
    }

    boolean isOpen() {
        return commands.isOpen() && feed.isOpen();
    }

    /** Runs {@code script}, and loads it if Redis has forgotten it. */
    CompletionStage<Long> run(RedisScript script, String key, String... arguments) {
        String[] keys = {key};
        CompletionStage<Long> first = commands().evalsha(script.digest(), ScriptOutputType.INTEGER, keys, arguments);
        return first.exceptionallyCompose(e -> isNoScript(e)
                ? commands().eval(script.text(), ScriptOutputType.INTEGER, keys, arguments)
                : CompletableFuture.failedStage(e));
    }

    /** For how long a sign of life that was asked for has not come, in nanoseconds. Asks; one thread. */
    long silence(long now) {
        if (ping.isDone()) {
            pingedAt = now;
            ping = CompletableFuture.allOf(
                    commands().ping().toCompletableFuture(), feed.async().ping().toCompletableFuture());
        }
        return now - pingedAt;
    }

    CompletableFuture<Void> close() {
        return CompletableFuture.allOf(commands.closeAsync(), feed.closeAsync());
    }

    private RedisAsyncCommands<String, String> commands() {
        return commands.async();
    }

    private static boolean isNoScript(Throwable e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        return cause instanceof RedisNoScriptException;
    }
}
