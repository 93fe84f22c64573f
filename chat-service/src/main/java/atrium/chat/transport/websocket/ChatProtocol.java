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
    private final Supplier<ControlProperties> controls;
    private final LongSupplier nanoTime;
    private final PlainFormat plain = new PlainFormat();
    private final JsonFormat json = new JsonFormat();
    private final DeflatedFormat deflatedJson;
    private final Inflation inflation = new Inflation();
    private final ClientMessageDecoder decoder = new ClientMessageDecoder();
    private final Counter rateLimited;
    private final Counter protocolErrors;
    private final Counter slowClosed;

    ChatProtocol(
            Rooms rooms,
            Supplier<ChatProperties> properties,
            Supplier<ControlProperties> controls,
            Supplier<CompressionProperties> compression,
            LongSupplier nanoTime,
            MeterRegistry registry) {
        this.rooms = rooms;
        this.properties = properties;
        this.controls = controls;
        this.deflatedJson = new DeflatedFormat(json, compression);
        this.nanoTime = nanoTime;
        this.rateLimited = ChatMeter.RATE_LIMITED.counter(registry);
        this.protocolErrors = ChatMeter.PROTOCOL_ERRORS.counter(registry);
        this.slowClosed = ChatMeter.SLOW_CLOSED.counter(registry);
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

    ControlProperties controls() {
        return controls.get();
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

    /** {@link #json}, compressed. */
    DeflatedFormat deflatedJson() {
        return deflatedJson;
    }

    Inflation inflation() {
        return inflation;
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

    Counter slowClosed() {
        return slowClosed;
    }

    /** A conversation in {@code mode}. @param compressed as both sides have agreed */
    Conversation conversation(Mode mode, boolean compressed) {
        return switch (mode) {
            case PLAIN -> new PlainConversation(this);
            case JSON -> new JsonConversation(this, compressed ? deflatedJson : json);
        };
    }
}
