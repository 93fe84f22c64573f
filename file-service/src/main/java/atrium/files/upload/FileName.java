package atrium.files.upload;

import atrium.files.problem.FileProblem;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file's name as it may be shown, sent in a header, and saved by whoever downloads it. It never becomes a path here.
 *
 * <p>What only looks odd is made harmless: a directory is dropped, as browsers do that send one, and marks that turn the
 * direction of writing are removed, since they make {@code gpj.exe} read as {@code exe.jpg} (CVE-2021-42574). What has
 * no honest use is refused: control characters, an empty name, dots alone, more than 255 bytes.
 */
public final class FileName {

    /** As long as a name may be on the usual file systems. */
    static final int MAX_BYTES = 255;

    private static final String UNNAMED = "unnamed";

    /** Unicode Standard Annex 9, section 2: embeddings, overrides, isolates and marks. */
    private static final Pattern DIRECTION = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029]");

    private FileName() {}

    /** The name to keep for what an uploader called {@code raw}; {@code null} if they gave no name. */
    public static String of(@Nullable String raw) {
        if (raw == null) {
            return UNNAMED;
        }
        if (CONTROL.matcher(raw).find()) {
            throw FileProblem.BAD_NAME.with("The name contains a control character.");
        }
        String name = DIRECTION
                .matcher(Normalizer.normalize(withoutDirectory(raw), Normalizer.Form.NFC))
                .replaceAll("")
                .strip();
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw FileProblem.BAD_NAME.with("The name is empty or only dots.");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw FileProblem.BAD_NAME.with("The name has " + bytes + " bytes (allowed: " + MAX_BYTES + ").");
        }
        return name;
    }

    private static String withoutDirectory(String raw) {
        return raw.substring(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1);
    }
}
