package atrium.chat.transport.websocket;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomEvent;
import atrium.chat.message.Sender;
import atrium.chat.message.Style;
import atrium.chat.message.Welcome;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What the server says in {@code atrium.chat.v1}: one object a text frame, told apart by {@code type}. */
final class JsonFormat implements WireFormat {

    private static final int SHORT = 96;
    private static final int ENVELOPE = 256;

    private final JsonFactory json = new JsonFactory();

    @Override
    public ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
        return switch (event) {
            case Message message ->
                frame(allocator, ENVELOPE + message.content().text().length(), out -> message(out, message));
            case Moderation act -> frame(allocator, ENVELOPE, out -> moderation(out, act));
            case Presence presence -> frame(allocator, ENVELOPE, out -> presence(out, presence));
            case Welcome welcome ->
                frame(allocator, ENVELOPE * (1 + welcome.history().size()), out -> welcome(out, welcome));
        };
    }

    ByteBuf ack(ByteBufAllocator allocator, @Nullable String ref, long offset) {
        return frame(allocator, SHORT, out -> {
            begin(out, "ack");
            optional(out, "ref", ref);
            out.writeNumberProperty("offset", offset);
            out.writeEndObject();
        });
    }

    ByteBuf error(ByteBufAllocator allocator, @Nullable String ref, ChatProblem problem, String detail) {
        return frame(allocator, SHORT + detail.length(), out -> {
            begin(out, "error");
            optional(out, "ref", ref);
            out.writeStringProperty("code", problem.wire());
            out.writeStringProperty("detail", detail);
            out.writeEndObject();
        });
    }

    ByteBuf pong(ByteBufAllocator allocator) {
        return frame(allocator, SHORT, out -> begin(out, "pong").writeEndObject());
    }

    private ByteBuf frame(ByteBufAllocator allocator, int size, Consumer<JsonGenerator> content) {
        return Frames.text(allocator, size, bytes -> {
            try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), bytes)) {
                content.accept(out);
            }
        });
    }

    private static JsonGenerator begin(JsonGenerator out, String type) {
        out.writeStartObject();
        out.writeStringProperty("type", type);
        return out;
    }

    private static void welcome(JsonGenerator out, Welcome welcome) {
        begin(out, "welcome");
        out.writeStringProperty("room", welcome.room());
        out.writeName("self").writeStartObject();
        out.writeStringProperty("id", welcome.self().id());
        out.writeStringProperty("name", welcome.self().name());
        out.writeName("roles").writeStartArray();
        welcome.roles().forEach(out::writeString);
        out.writeEndArray().writeEndObject();
        out.writeStringProperty("epoch", welcome.epoch());
        out.writeNumberProperty("offset", welcome.offset());
        out.writeNumberProperty("members", welcome.members());
        out.writeName("history").writeStartArray();
        welcome.history().forEach(message -> message(out, message));
        out.writeEndArray();
        out.writeBooleanProperty("recovered", welcome.recovered());
        if (!welcome.deleted().isEmpty()) {
            out.writeName("deleted").writeStartArray();
            welcome.deleted().forEach(out::writeString);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void message(JsonGenerator out, Message message) {
        Content content = message.content();
        begin(out, "message");
        out.writeNumberProperty("offset", message.offset());
        out.writeStringProperty("id", message.id());
        out.writeStringProperty("at", message.at().toString());
        out.writeName("from");
        sender(out, message.from());
        out.writeStringProperty("kind", content.kind().wire());
        out.writeStringProperty("text", content.text());
        if (content.style() != null) {
            style(out, content.style());
        }
        optional(out, "file", content.file());
        out.writeEndObject();
    }

    private static void style(JsonGenerator out, Style style) {
        out.writeName("style").writeStartObject();
        optional(out, "color", style.color());
        optional(out, "mode", style.mode() == null ? null : style.mode().wire());
        if (style.size() != null) {
            out.writeNumberProperty("size", style.size());
        }
        out.writeEndObject();
    }

    private static void moderation(JsonGenerator out, Moderation act) {
        begin(out, "moderation");
        switch (act) {
            case Moderation.Delete delete -> target(out, "delete", delete.message());
            case Moderation.Mute mute -> target(out, "mute", mute.member(), mute.until());
            case Moderation.Unmute unmute -> target(out, "unmute", unmute.member());
            case Moderation.Kick kick -> target(out, "kick", kick.member(), kick.until());
            case Moderation.Slow slow -> {
                target(out, "slow", slow.room().value());
                out.writeNumberProperty("seconds", slow.interval().toSeconds());
            }
        }
        out.writeEndObject();
    }

    private static void target(JsonGenerator out, String action, String target) {
        out.writeStringProperty("action", action);
        out.writeStringProperty("target", target);
    }

    private static void target(JsonGenerator out, String action, String target, Instant until) {
        target(out, action, target);
        if (!until.equals(Instant.MAX)) {
            out.writeStringProperty("until", until.toString());
        }
    }

    private static void presence(JsonGenerator out, Presence presence) {
        begin(out, "presence");
        out.writeNumberProperty("members", presence.members());
        senders(out, "joined", presence.joined());
        senders(out, "left", presence.left());
        out.writeEndObject();
    }

    private static void senders(JsonGenerator out, String name, List<Sender> senders) {
        out.writeName(name).writeStartArray();
        senders.forEach(sender -> sender(out, sender));
        out.writeEndArray();
    }

    private static void sender(JsonGenerator out, Sender sender) {
        out.writeStartObject();
        out.writeStringProperty("id", sender.id());
        out.writeStringProperty("name", sender.name());
        out.writeEndObject();
    }

    private static void optional(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }
}
