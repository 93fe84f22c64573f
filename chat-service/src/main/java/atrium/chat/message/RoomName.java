package atrium.chat.message;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * A room's name: 1 to 64 letters, digits, {@code -}, {@code _} and {@code .}, in Unicode's normalization form C.
 *
 * <p>Marks count as parts of letters, since the words of many scripts cannot be written without. {@code .} and
 * {@code ..} are no names, because a URL's path cannot carry them.
 */
public record RoomName(String value) implements Comparable<RoomName> {

    private static final int LONGEST = 64;
    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{Nd}._-][\\p{L}\\p{M}\\p{Nd}._-]*");

    /** The room of {@code /ws}; below what its constructor needs. */
    public static final RoomName LOBBY = new RoomName("lobby");

    /** @throws IllegalArgumentException if {@code value} is not a name, saying what a name is */
    public RoomName {
        boolean valid = value.codePointCount(0, value.length()) <= LONGEST
                && ALLOWED.matcher(value).matches()
                && Normalizer.isNormalized(value, Normalizer.Form.NFC)
                && !value.equals(".")
                && !value.equals("..");
        if (!valid) {
            throw new IllegalArgumentException(
                    "A room's name is 1 to 64 letters, digits, \"-\", \"_\" and \".\", and not \".\" or \"..\".");
        }
    }

    /**
     * The name that {@code text} means, composed.
     *
     * @throws IllegalArgumentException if it means none
     */
    public static RoomName parse(String text) {
        if (text.length() > 8 * LONGEST) {
            throw new IllegalArgumentException("A room's name has at most 64 letters.");
        }
        return new RoomName(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    @Override
    public int compareTo(RoomName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
