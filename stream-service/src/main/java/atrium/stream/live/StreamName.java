package atrium.stream.live;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/** A stream's name, as a room's: 1 to 64 letters, digits, {@code -}, {@code _} and {@code .}, in NFC. */
public record StreamName(String text) {

    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}._-]{1,64}");

    public StreamName {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not the name of a stream: " + text);
        }
    }

    /** The name that {@code text} is, normalized; nothing if it is none. */
    public static Optional<StreamName> of(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return isValid(normal) ? Optional.of(new StreamName(normal)) : Optional.empty();
    }

    private static boolean isValid(String text) {
        return ALLOWED.matcher(text).matches() && !text.chars().allMatch(c -> c == '.');
    }

    @Override
    public String toString() {
        return text;
    }
}
