package atrium.chat.transport.websocket;

import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.Style;
import atrium.chat.problem.ChatProblem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON object (RFC 8259) into a {@link ClientMessage}. Never throws for what a client sent.
 *
 * <p>Fields that it does not know are skipped, so that newer clients can talk to older servers; a known field of the
 * wrong type, a field given twice, and anything after the object are errors.
 */
final class ClientMessageDecoder {

    private static final int DEEPEST = 8;
    private static final int LONGEST_REF = 64;

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    ClientMessage decode(byte[] utf8) {
        Fields fields = new Fields();
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), utf8)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return malformed("Not a JSON object.");
            }
            fields.read(parser, "");
            if (parser.nextToken() != null) {
                return malformed("Something follows the JSON object.");
            }
        } catch (JacksonException e) {
            return malformed("Not valid JSON.");
        }
        return interpret(fields);
    }

    private static ClientMessage interpret(Fields fields) {
        String ref = null;
        try {
            ref = ref(fields);
            String type = fields.text("type");
            return switch (type == null ? "" : type) {
                case "send" -> new ClientMessage.Send(content(fields), ref);
                case "resume" -> resume(fields);
                case "ping" -> new ClientMessage.Ping();
                default ->
                    new ClientMessage.Malformed(
                            ChatProblem.UNKNOWN_TYPE, "type: expected \"send\", \"resume\" or \"ping\"", ref);
            };
        } catch (IllegalArgumentException e) {
            return new ClientMessage.Malformed(ChatProblem.INVALID, String.valueOf(e.getMessage()), ref);
        }
    }

    private static @Nullable String ref(Fields fields) {
        String ref = fields.text("ref");
        if (ref != null && ref.length() > LONGEST_REF) {
            throw new IllegalArgumentException("ref: longer than 64");
        }
        return ref;
    }

    private static ClientMessage resume(Fields fields) {
        String epoch = fields.text("epoch");
        Long offset = fields.number("offset");
        if (epoch == null || offset == null || offset < 0) {
            throw new IllegalArgumentException("epoch, offset: a resume needs both");
        }
        return new ClientMessage.Resume(epoch, offset);
    }

    private static Content content(Fields fields) {
        String text = fields.text("text");
        String kind = fields.text("kind");
        return new Content(
                kind == null
                        ? Kind.TEXT
                        : Kind.of(kind)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "kind: expected \"text\", \"danmaku\" or \"file\"")),
                text == null ? "" : text,
                fields.has("style") ? style(fields) : null,
                fields.text("file"));
    }

    private static Style style(Fields fields) {
        String mode = fields.text("style.mode");
        Long size = fields.number("style.size");
        return new Style(
                fields.text("style.color"),
                mode == null
                        ? null
                        : Style.Mode.of(mode)
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "style.mode: expected \"scroll\", \"top\" or \"bottom\"")),
                size == null ? null : (int) Math.clamp(size, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private static ClientMessage malformed(String detail) {
        return new ClientMessage.Malformed(ChatProblem.MALFORMED, detail, null);
    }

    /** The object's scalar fields by path, one level of objects deep. A JSON null counts as absent. */
    private static final class Fields {

        private static final Object OTHER = new Object();
        private static final Object OBJECT = new Object();

        private final Map<String, Object> values = new HashMap<>();

        void read(JsonParser parser, String prefix) {
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (token == JsonToken.START_OBJECT && prefix.isEmpty()) {
                    values.put(name, OBJECT);
                    read(parser, name + ".");
                } else if (token != JsonToken.VALUE_NULL) {
                    values.put(prefix + name, value(parser, token));
                }
            }
        }

        private static Object value(JsonParser parser, @Nullable JsonToken token) {
            if (token == JsonToken.VALUE_STRING) {
                return parser.getString();
            }
            if (token == JsonToken.VALUE_NUMBER_INT) {
                return parser.getLongValue();
            }
            parser.skipChildren();
            return OTHER;
        }

        /** @throws IllegalArgumentException if it is there and no object */
        boolean has(String object) {
            Object value = values.get(object);
            if (value != null && value != OBJECT) {
                throw new IllegalArgumentException(object + ": not an object");
            }
            return value != null;
        }

        /** @throws IllegalArgumentException if it is there and no string */
        @Nullable
        String text(String field) {
            Object value = values.get(field);
            if (value != null && !(value instanceof String)) {
                throw new IllegalArgumentException(field + ": not a string");
            }
            return (String) value;
        }

        /** @throws IllegalArgumentException if it is there and no whole number */
        @Nullable
        Long number(String field) {
            Object value = values.get(field);
            if (value != null && !(value instanceof Long)) {
                throw new IllegalArgumentException(field + ": not a whole number");
            }
            return (Long) value;
        }
    }
}
