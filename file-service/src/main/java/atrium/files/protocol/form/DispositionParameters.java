package atrium.files.protocol.form;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a part's {@code Content-Disposition}: {@code form-data; name="file"; filename="a.txt"}.
 *
 * <p>In a quoted value browsers and newer curls write {@code "}, CR and LF as {@code %22}, {@code %0D} and {@code %0A}
 * and nothing else so (HTML, section "multipart/form-data encoding algorithm"); older curls write {@code \"} and
 * {@code \\}. Any other backslash is one.
 */
final class DispositionParameters {

    private final Map<String, String> values = new HashMap<>();
    private final String text;
    private int at;

    private DispositionParameters(String text) {
        this.text = text;
    }

    static DispositionParameters parse(String header) {
        DispositionParameters parameters = new DispositionParameters(header);
        parameters.readAll();
        return parameters;
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** The file's name, {@code null} if the part is no file. */
    @Nullable
    String filename() {
        return values.get("filename");
    }

    private void readAll() {
        readUntil(";");
        while (at < text.length()) {
            String name = readUntil("=;").strip().toLowerCase(Locale.ROOT);
            if (at > 0 && at <= text.length() && text.charAt(at - 1) == '=') {
                values.putIfAbsent(name, readValue());
            }
        }
    }

    private String readValue() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        if (at == text.length() || text.charAt(at) != '"') {
            return readUntil(";").strip();
        }
        at++;
        String value = readQuoted();
        readUntil(";");
        return value.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
    }

    private String readQuoted() {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            boolean escapes = c == '\\' && at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\');
            value.append(escapes ? text.charAt(at++) : c);
        }
        at++;
        return value.toString();
    }

    /** Up to one of {@code ends}, which is then behind, or to the end. */
    private String readUntil(String ends) {
        int from = Math.min(at, text.length());
        int to = from;
        while (to < text.length() && ends.indexOf(text.charAt(to)) < 0) {
            to++;
        }
        at = to + 1;
        return text.substring(from, to);
    }
}
