package atrium.files.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of an upload, and later of its file: 128 random bits in lower-case hexadecimal.
 *
 * <p>It cannot be guessed, so whoever knows it was given it. Hexadecimal, because it is also a file's name on disks that
 * do not tell upper from lower case.
 */
public record FileId(@JsonValue String value) {

    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    @JsonCreator
    public FileId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("id: " + value + " (expected: 32 hexadecimal digits)");
        }
    }

    public static FileId random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new FileId(HexFormat.of().formatHex(bytes));
    }

    /** The id that {@code text} is, or nothing if it can be none. */
    public static Optional<FileId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new FileId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
