package atrium.chat.transport.danmaku;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The text inside the frames, which the protocol calls STT: {@code key@=value/} again and again. In keys and values
 * {@code @A} stands for {@code @} and {@code @S} for {@code /}. A value that is such a text itself is not looked into: it
 * is what one step of unescaping makes of it.
 */
final class Stt {

    private static final int MOST_FIELDS = 64;
    private static final String ASSIGN = "@=";
    private static final char END = '/';
    private static final char ESCAPE = '@';
    private static final char ESCAPED_ESCAPE = 'A';
    private static final char ESCAPED_END = 'S';

    private final StringBuilder text = new StringBuilder();

    private Stt() {}

    /** Begins a message of {@code type}. */
    static Stt of(String type) {
        return new Stt().with("type", type);
    }

    Stt with(String key, String value) {
        escape(key);
        text.append(ASSIGN);
        escape(value);
        text.append(END);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** The fields by key, in their order; empty if {@code text} is none, has a key twice, or has more than 64 fields. */
    static Optional<Map<String, String>> parse(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf(END, from);
            String field = text.substring(from, end < 0 ? text.length() : end);
            if (!field.isEmpty() && !add(fields, field)) {
                return Optional.empty();
            }
            from += field.length() + 1;
        }
        return Optional.of(fields);
    }

    private static boolean add(Map<String, String> fields, String field) {
        int assign = field.indexOf(ASSIGN);
        if (assign < 0 || fields.size() == MOST_FIELDS) {
            return false;
        }
        String key = unescape(field.substring(0, assign));
        String value = unescape(field.substring(assign + ASSIGN.length()));
        return fields.putIfAbsent(key, value) == null;
    }

    /** A NUL has no escape and would end the frame's text for some clients: it is left out. */
    private void escape(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case ESCAPE -> text.append(ESCAPE).append(ESCAPED_ESCAPE);
                case END -> text.append(ESCAPE).append(ESCAPED_END);
                case '\0' -> {}
                default -> text.append(c);
            }
        }
    }

    /** One step, from left to right. An {@code @} that begins no escape stands for itself. */
    private static String unescape(String escaped) {
        if (escaped.indexOf(ESCAPE) < 0) {
            return escaped;
        }
        StringBuilder raw = new StringBuilder(escaped.length());
        int i = 0;
        while (i < escaped.length()) {
            char c = escaped.charAt(i);
            char next = c == ESCAPE && i + 1 < escaped.length() ? escaped.charAt(i + 1) : '\0';
            switch (next) {
                case ESCAPED_ESCAPE -> raw.append(ESCAPE);
                case ESCAPED_END -> raw.append(END);
                default -> raw.append(c);
            }
            i += next == ESCAPED_ESCAPE || next == ESCAPED_END ? 2 : 1;
        }
        return raw.toString();
    }
}
