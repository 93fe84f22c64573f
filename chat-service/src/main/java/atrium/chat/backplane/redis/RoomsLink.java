package atrium.chat.backplane.redis;

import atrium.platform.redis.RedisLink;
import atrium.platform.redis.RedisScript;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A {@link RedisLink} as all rooms of this node share it: each hears its own feed, and few come back at a time. */
final class RoomsLink {

    private final RedisLink redis;
    private final Map<String, Consumer<String>> subscribers = new ConcurrentHashMap<>();
    private final Turns turns = new Turns();

    RoomsLink(RedisLink redis) {
        this.redis = redis;
        redis.listen(new Ear());
    }

    /** Few rooms at a time attach, so that thousands that come back together do not hold up everything else. */
    Turns turns() {
        return turns;
    }

    RedisAsyncCommands<String, String> commands() {
        return redis.commands();
    }

    /** As {@link RedisLink#run}. */
    <T> CompletionStage<T> run(RedisScript<T> script, String[] keys, String... arguments) {
        return redis.run(script, keys, arguments);
    }

    /** As {@link RedisLink#runLoaded}. */
    <T> CompletionStage<T> runLoaded(RedisScript<T> script, String[] keys, String... arguments) {
        return redis.runLoaded(script, keys, arguments);
    }

    /** From the time that this completes {@code subscriber} hears everything on {@code channel}, in Lettuce's thread. */
    synchronized CompletionStage<Void> subscribe(String channel, Consumer<String> subscriber) {
        subscribers.put(channel, subscriber);
        return redis.feed().ssubscribe(channel);
    }

    /** Ends a subscription; nothing happens if another subscriber has taken its place. */
    synchronized void unsubscribe(String channel, Consumer<String> subscriber) {
        if (subscribers.remove(channel, subscriber)) {
            redis.feed().sunsubscribe(channel);
        }
    }

    /** Hands on what the feeds bring; in Lettuce's thread. */
    private final class Ear extends RedisPubSubAdapter<String, String> {

        @Override
        public void smessage(String channel, String text) {
            Consumer<String> subscriber = subscribers.get(channel);
            if (subscriber != null) {
                subscriber.accept(text);
            }
        }
    }
}
