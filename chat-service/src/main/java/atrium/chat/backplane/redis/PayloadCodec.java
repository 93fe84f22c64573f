package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.message.Style;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What nodes tell each other, as compact JSON. {@code v} is 1, and will be another where an old node would misread what a
 * new one writes; fields may be added without. What cannot be read is empty, and never an exception: it comes from
 * outside.
 */
final class PayloadCodec {

    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private PayloadCodec() {}

    static String encode(Draft draft) {
        return write(out -> {
            out.writeStringProperty("id", draft.id());
            out.writeStringProperty("at", draft.at().toString());
            sender(out, "from", draft.from());
            content(out, draft.content());
        });
    }

    /** What the text of each draft with this id begins with. */
    static String beginningOf(String id) {
        String whole = write(out -> out.writeStringProperty("id", id));
        return whole.substring(0, whole.length() - 1);
    }

    static Optional<Draft> draft(String json) {
        return read(
                json,
                object -> new Draft(
                        object.text("id"),
                        Instant.parse(object.text("at")),
                        sender(object.object("from")),
                        content(object)));
    }

    static String encode(Presence presence) {
        return write(out -> {
            out.writeNumberProperty("members", presence.members());
            senders(out, "joined", presence.joined());
            senders(out, "left", presence.left());
        });
    }

    static Optional<Presence> presence(String json) {
        return read(
                json,
                object -> new Presence(
                        Math.toIntExact(object.number("members")),
                        senders(object.objects("joined")),
                        senders(object.objects("left"))));
    }

    static String encode(Moderation act) {
        return write(out -> {
            switch (act) {
                case Moderation.Delete delete -> target(out, "delete", "message", delete.message());
                case Moderation.Mute mute -> {
                    target(out, "mute", "member", mute.member());
                    out.writeNumberProperty("until", RulesCodec.millis(mute.until()));
                }
                case Moderation.Unmute unmute -> target(out, "unmute", "member", unmute.member());
                case Moderation.Kick kick -> {
                    target(out, "kick", "member", kick.member());
                    out.writeNumberProperty("until", RulesCodec.millis(kick.until()));
                }
                case Moderation.Slow slow -> {
                    target(out, "slow", "room", slow.room().value());
                    out.writeNumberProperty("millis", slow.interval().toMillis());
                }
            }
        });
    }

    static Optional<Moderation> act(String json) {
        return read(
                json,
                object -> switch (object.text("act")) {
                    case "delete" -> new Moderation.Delete(object.text("message"));
                    case "mute" ->
                        new Moderation.Mute(object.text("member"), RulesCodec.instant(object.number("until")));
                    case "unmute" -> new Moderation.Unmute(object.text("member"));
                    case "kick" ->
                        new Moderation.Kick(object.text("member"), RulesCodec.instant(object.number("until")));
                    case "slow" ->
                        new Moderation.Slow(
                                new RoomName(object.text("room")), Duration.ofMillis(object.number("millis")));
                    default -> throw new IllegalArgumentException("act: unknown");
                });
    }

    private static void target(JsonGenerator out, String act, String field, String target) {
        out.writeStringProperty("act", act);
        out.writeStringProperty(field, target);
    }

    private static String write(Consumer<JsonGenerator> fields) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeNumberProperty("v", VERSION);
            fields.accept(out);
            out.writeEndObject();
        }
        return text.toString();
    }

    private static <T> Optional<T> read(String json, Function<JsonObject, T> reader) {
        try {
            JsonObject object = JsonObject.parse(json);
            return object.number("v") == VERSION ? Optional.of(reader.apply(object)) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static void content(JsonGenerator out, Content content) {
        out.writeStringProperty("kind", content.kind().wire());
        out.writeStringProperty("text", content.text());
        Style style = content.style();
        if (style != null) {
            out.writeName("style").writeStartObject();
            optional(out, "color", style.color());
            optional(out, "mode", style.mode() == null ? null : style.mode().wire());
            if (style.size() != null) {
                out.writeNumberProperty("size", style.size());
            }
            out.writeEndObject();
        }
        optional(out, "file", content.file());
    }

    private static Content content(JsonObject object) {
        Kind kind = Kind.of(object.text("kind")).orElseThrow(() -> new IllegalArgumentException("kind: unknown"));
        JsonObject style = object.optionalObject("style");
        return new Content(
                kind, object.text("text"), style == null ? null : style(style), object.optionalText("file"));
    }

    private static Style style(JsonObject style) {
        String mode = style.optionalText("mode");
        Long size = style.optionalNumber("size");
        return new Style(
                style.optionalText("color"),
                mode == null
                        ? null
                        : Style.Mode.of(mode).orElseThrow(() -> new IllegalArgumentException("mode: unknown")),
                size == null ? null : Math.toIntExact(size));
    }

    private static void sender(JsonGenerator out, String name, Sender sender) {
        out.writeName(name);
        sender(out, sender);
    }

    private static void sender(JsonGenerator out, Sender sender) {
        out.writeStartObject();
        out.writeStringProperty("id", sender.id());
        out.writeStringProperty("name", sender.name());
        out.writeEndObject();
    }

    private static Sender sender(JsonObject object) {
        return new Sender(object.text("id"), object.text("name"));
    }

    private static void senders(JsonGenerator out, String name, List<Sender> senders) {
        if (!senders.isEmpty()) {
            out.writeName(name).writeStartArray();
            senders.forEach(sender -> sender(out, sender));
            out.writeEndArray();
        }
    }

    private static List<Sender> senders(List<JsonObject> objects) {
        return objects.stream().map(PayloadCodec::sender).toList();
    }

    private static void optional(JsonGenerator out, String name, @Nullable String value) {
        if (value != null) {
            out.writeStringProperty(name, value);
        }
    }
}
