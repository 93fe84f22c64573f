package atrium.chat.room;

import atrium.chat.settings.ChatProperties;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What a room needs from its process.
 *
 * @param timer the loop on which the room's timers run
 * @param messageIds gives a new word each time, unlike any other node's
 * @param forbidden whether a text has words that are not said here, as configured now
 */
record RoomContext(
        Supplier<ChatProperties> properties,
        InstantSource clock,
        EventLoop timer,
        Supplier<String> messageIds,
        Predicate<String> forbidden,
        RoomMeters meters) {

    ChatProperties settings() {
        return properties.get();
    }
}
