package atrium.chat.backplane.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Two connections to Redis, one for commands and one for feeds, that all rooms of this node share. They end together and
 * are never mended: another link takes their place, and nothing that was sent over this one is sent again by itself.
 */
final class RedisLink {

    private final StatefulRedisConnection<String, String> commands;
    private final StatefulRedisPubSubConnection<String, String> feeds;
    private final Map<String, Consumer<String>> subscribers = new ConcurrentHashMap<>();
    private final Turns turns = new Turns();

    RedisLink(
            StatefulRedisConnection<String, String> commands, StatefulRedisPubSubConnection<String, String> feeds) {
        this.commands = commands;
        this.feeds = feeds;
        feeds.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void smessage(String channel, String text) {
                Consumer<String> subscriber = subscribers.get(channel);
                if (subscriber != null) {
                    subscriber.accept(text);
                }
            }
        });
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
        feeds.addListener(listener);
    }

    boolean isOpen() {
        return commands.isOpen() && feeds.isOpen();
    }

    /** Few rooms at a time attach, so that thousands that come back together do not hold up everything else. */
    Turns turns() {
        return turns;
    }

    RedisAsyncCommands<String, String> commands() {
        return commands.async();
    }

    /** Completes once all scripts are there and both connections are fit for use: an error also while Redis loads. */
    CompletableFuture<Void> prepare() {
        CompletableFuture<?>[] loads = Arrays.stream(RedisScript.values())
                .map(script -> commands().scriptLoad(script.text()).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(CompletableFuture.allOf(loads), ping());
    }

    /** Redis answers in order: when this completes, so has every command before it. */
    CompletableFuture<Void> ping() {
        return CompletableFuture.allOf(
                commands().ping().toCompletableFuture(), feeds.async().ping().toCompletableFuture());
    }

    /** Runs {@code script}, and loads it if Redis has forgotten it. */
    <T> CompletionStage<T> run(RedisScript script, String[] keys, String... arguments) {
        CompletionStage<T> first = runLoaded(script, keys, arguments);
        return first.exceptionallyCompose(e -> isNoScript(e)
                ? commands().<T>eval(script.text(), script.output(), keys, arguments)
                : CompletableFuture.failedStage(e));
    }

    /** Runs {@code script}, and fails if Redis has forgotten it: for what must not be overtaken. */
    <T> CompletionStage<T> runLoaded(RedisScript script, String[] keys, String... arguments) {
        return commands().evalsha(script.digest(), script.output(), keys, arguments);
    }

    static boolean isNoScript(Throwable e) {
        Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        return cause instanceof RedisNoScriptException;
    }

    /** From the time that this completes {@code subscriber} hears everything on {@code channel}, in Lettuce's thread. */
    synchronized CompletionStage<Void> subscribe(String channel, Consumer<String> subscriber) {
        subscribers.put(channel, subscriber);
        return feeds.async().ssubscribe(channel);
    }

    /** Ends a subscription; nothing happens if another subscriber has taken its place. */
    synchronized void unsubscribe(String channel, Consumer<String> subscriber) {
        if (subscribers.remove(channel, subscriber)) {
            feeds.async().sunsubscribe(channel);
        }
    }

    CompletableFuture<Void> close() {
        return CompletableFuture.allOf(commands.closeAsync(), feeds.closeAsync());
    }
}
