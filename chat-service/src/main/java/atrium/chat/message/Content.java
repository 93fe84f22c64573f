package atrium.chat.message;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to say.
 *
 * @param text empty only where a file speaks for itself
 * @param style of a danmaku only
 * @param file the id of an uploaded file; with {@link Kind#FILE} only, and then always
 */
public record Content(
        Kind kind,
        String text,
        @Nullable Style style,
        @Nullable String file) {

    private static final Pattern FILE_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** @throws IllegalArgumentException naming the field that is not valid */
    public Content {
        if (style != null && kind != Kind.DANMAKU) {
            throw new IllegalArgumentException("style: only a danmaku has one");
        }
        if ((file != null) != (kind == Kind.FILE)) {
            throw new IllegalArgumentException("file: goes with kind \"file\", and kind \"file\" with it");
        }
        if (file != null && !FILE_ID.matcher(file).matches()) {
            throw new IllegalArgumentException("file: not a file's id");
        }
        if (file == null && text.isEmpty()) {
            throw new IllegalArgumentException("text: empty");
        }
    }

    public static Content text(String text) {
        return new Content(Kind.TEXT, text, null, null);
    }
}
