package atrium.chat.transport.websocket;

import atrium.chat.room.ChatMeter;
import atrium.chat.room.Rooms;
import atrium.chat.settings.ChatProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What all connections share. Every part may be used by all event loops at once. */
final class ChatProtocol {

    private final Rooms rooms;
    private final Supplier<ChatProperties> properties;
    private final LongSupplier nanoTime;
    private final PlainFormat plain = new PlainFormat();
    private final JsonFormat json = new JsonFormat();
    private final ClientMessageDecoder decoder = new ClientMessageDecoder();
    private final Counter rateLimited;
    private final Counter protocolErrors;

    ChatProtocol(Rooms rooms, Supplier<ChatProperties> properties, LongSupplier nanoTime, MeterRegistry registry) {
        this.rooms = rooms;
        this.properties = properties;
        this.nanoTime = nanoTime;
        this.rateLimited = ChatMeter.RATE_LIMITED.counter(registry);
        this.protocolErrors = ChatMeter.PROTOCOL_ERRORS.counter(registry);
    }

    Rooms rooms() {
        return rooms;
    }

    ChatProperties.Limits limits() {
        return properties.get().limits();
    }

    ChatProperties.Connection connection() {
        return properties.get().connection();
    }

    long now() {
        return nanoTime.getAsLong();
    }

    PlainFormat plain() {
        return plain;
    }

    JsonFormat json() {
        return json;
    }

    ClientMessageDecoder decoder() {
        return decoder;
    }

    Counter rateLimited() {
        return rateLimited;
    }

    Counter protocolErrors() {
        return protocolErrors;
    }

    /** A conversation in {@code mode}. */
    Conversation conversation(Mode mode) {
        return switch (mode) {
            case PLAIN -> new PlainConversation(this);
            case JSON -> new JsonConversation(this);
        };
    }
}
