package atrium.files.upload;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The media type that an uploader declared, without parameters. What is none becomes a stream of bytes. */
final class MediaTypeName {

    private static final String BYTES = "application/octet-stream";

    /** RFC 6838, section 4.2: restricted names. */
    private static final Pattern FORM =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}");

    private MediaTypeName() {}

    static String of(@Nullable String raw) {
        if (raw == null) {
            return BYTES;
        }
        String type = raw.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return FORM.matcher(type).matches() ? type : BYTES;
    }
}
