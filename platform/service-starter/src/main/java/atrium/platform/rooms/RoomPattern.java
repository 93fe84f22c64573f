package atrium.platform.rooms;

import java.text.Normalizer;
import java.util.List;

/**
 * Names of rooms: one, or with {@code *} for any number of characters, as {@code lab-*}, many.
 *
 * @param parts what stands before, between and after the stars
 */
public record RoomPattern(List<String> parts) {

    private static final int LONGEST = 256;

    /** @throws IllegalArgumentException if it is blank, or longer than 256 characters */
    public static RoomPattern of(String text) {
        String written = normalized(text.strip());
        if (written.isEmpty() || written.length() > LONGEST) {
            throw new IllegalArgumentException("the name of a room, or a pattern, has 1 to 256 characters");
        }
        return new RoomPattern(List.of(written.split("\\*", -1)));
    }

    /** {@code text} in the one form in which names are compared; itself, and soon, where it is in that form. */
    static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /**
     * Each part at its first place after the one before, which leaves the most for those that follow.
     *
     * @param name normalized, once for all patterns: it costs more than most of them
     */
    boolean matches(String name) {
        String first = parts.getFirst();
        String last = parts.getLast();
        if (parts.size() == 1) {
            return name.equals(first);
        }
        int end = name.length() - last.length();
        if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int from = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int at = name.indexOf(part, from, end);
            if (at < 0) {
                return false;
            }
            from = at + part.length();
        }
        return true;
    }
}
