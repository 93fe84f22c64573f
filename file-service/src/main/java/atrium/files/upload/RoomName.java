package atrium.files.upload;

import atrium.files.problem.FileProblem;
import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A room's name as the contract has it: 1 to 64 letters, digits, {@code -}, {@code _}, {@code .}, in NFC. {@code .} and
 * {@code ..} are no names, because a URL's path cannot carry them.
 */
public final class RoomName {

    /** Marks, because the letters of many scripts are written with them, also in NFC. */
    private static final Pattern FORM =
            Pattern.compile("(?!\\.{1,2}$)[\\p{L}\\p{Nd}._-][\\p{L}\\p{M}\\p{Nd}._-]{0,63}");

    private RoomName() {}

    /** The room that {@code raw} names; {@code null} where none is named. */
    public static @Nullable String ofNullable(@Nullable String raw) {
        return raw == null || raw.isEmpty() ? null : of(raw);
    }

    public static String of(String raw) {
        String name = Normalizer.normalize(raw, Normalizer.Form.NFC);
        if (!FORM.matcher(name).matches()) {
            throw FileProblem.BAD_ROOM.with("A room's name is 1 to 64 letters, digits, '-', '_' or '.'.");
        }
        return name;
    }
}
