package atrium.chat.session;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a name that can be shown from whatever somebody calls themselves. */
public final class DisplayName {

    private static final int LONGEST = 32;

    /** Controls, line separators, and the marks that turn the direction of the text around them. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}]");

    private static final Pattern SPACES = Pattern.compile("[\\p{Z}\\s]+");

    private DisplayName() {}

    /**
     * {@code wish} composed (NFC), without what cannot be seen, with single spaces, cut to 32 characters; a guest's
     * name with the first letters of {@code id} if nothing is left of it.
     */
    public static String of(@Nullable String wish, String id) {
        return clean(wish).orElseGet(() -> "guest-" + id.substring(0, Math.min(4, id.length())));
    }

    /** What can be seen of {@code wish}, as {@link #of}; empty if that is nothing. */
    static Optional<String> clean(@Nullable String wish) {
        return Optional.ofNullable(wish).map(DisplayName::visible).filter(name -> !name.isEmpty());
    }

    private static String visible(String wish) {
        String start = wish.length() > 8 * LONGEST ? wish.substring(0, 8 * LONGEST) : wish;
        String spaced = SPACES.matcher(start).replaceAll(" ");
        String visible = INVISIBLE.matcher(spaced).replaceAll("");
        String composed = Normalizer.normalize(visible, Normalizer.Form.NFC).strip();
        int length = composed.codePointCount(0, composed.length());
        return composed.substring(0, composed.offsetByCodePoints(0, Math.min(LONGEST, length)))
                .strip();
    }
}
