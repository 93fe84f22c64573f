package atrium.platform.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Two connections to Redis, one for commands and one to hear what others say. They end together and are never mended:
 * another link takes their place, and nothing that was sent over this one is sent again by itself. Any thread.
 */
public final class RedisLink {

    private final StatefulRedisConnection<String, String> commands;
    private final StatefulRedisPubSubConnection<String, String> feed;
    private final Silence ofCommands = new Silence(() -> commands().ping());
    private final Silence ofFeed = new Silence(() -> feed().ping());

    RedisLink(StatefulRedisConnection<String, String> commands, StatefulRedisPubSubConnection<String, String> feed) {
        this.commands = commands;
        this.feed = feed;
        feed.addListener(new SignOfLife());
    }

    public RedisAsyncCommands<String, String> commands() {
        return commands.async();
    }

    /** For subscriptions only; what they bring is heard by who {@link #listen listens}. */
    public RedisPubSubAsyncCommands<String, String> feed() {
        return feed.async();
    }

    /** From now on {@code ear} hears what the feed brings, in Lettuce's thread. */
    public void listen(RedisPubSubListener<String, String> ear) {
        feed.addListener(ear);
    }

    /** Runs {@code script}, and loads it if Redis has forgotten it. */
    public <T> CompletionStage<T> run(RedisScript<T> script, String[] keys, String... arguments) {
        CompletionStage<T> first = runLoaded(script, keys, arguments);
        return first.exceptionallyCompose(e -> isNoScript(e)
                ? commands().<T>eval(script.text(), script.output(), keys, arguments)
                : CompletableFuture.failedStage(e));
    }

    /**
     * Runs {@code script}, and fails if Redis has forgotten it: for what must not be overtaken. It is then loaded for
     * whatever is sent next.
     */
    public <T> CompletionStage<T> runLoaded(RedisScript<T> script, String[] keys, String... arguments) {
        CompletionStage<T> reply = commands().evalsha(script.digest(), script.output(), keys, arguments);
        return reply.whenComplete((value, e) -> {
            ofCommands.end();
            if (e != null && isNoScript(e)) {
                commands().scriptLoad(script.text());
            }
        });
    }

    public static boolean isNoScript(Throwable e) {
        return cause(e) instanceof RedisNoScriptException;
    }

    /** Whether Redis said so itself, and not the way to it. */
    public static boolean isAnswer(Throwable e) {
        return cause(e) instanceof RedisCommandExecutionException;
    }

    private static Throwable cause(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    /** Completes once all scripts are there and both connections are fit for use: an error also while Redis loads. */
    CompletableFuture<Void> prepare(List<RedisScript<?>> scripts) {
        CompletableFuture<?>[] loads = scripts.stream()
                .map(script -> commands().scriptLoad(script.text()).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(
                CompletableFuture.allOf(loads), feed().ping().toCompletableFuture());
    }

    /** Runs {@code lost} when either connection ends, perhaps more than once. */
    void onLoss(Runnable lost) {
        RedisConnectionStateListener listener = new Loss(lost);
        commands.addListener(listener);
        feed.addListener(listener);
    }

    boolean isOpen() {
        return commands.isOpen() && feed.isOpen();
    }

    /** For how long one of the connections has not been answered, in nanoseconds. Asks; one thread. */
    long silence(long now) {
        return Math.max(ofCommands.lasts(now), ofFeed.lasts(now));
    }

    CompletableFuture<Void> close() {
        return CompletableFuture.allOf(commands.closeAsync(), feed.closeAsync());
    }

    /** Whatever the feed brings tells that it lives. */
    private final class SignOfLife extends RedisPubSubAdapter<String, String> {

        @Override
        public void message(String channel, String text) {
            ofFeed.end();
        }

        @Override
        public void smessage(String channel, String text) {
            ofFeed.end();
        }
    }

    private record Loss(Runnable then) implements RedisConnectionStateListener {

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
            then.run();
        }
    }
}
