package atrium.stream.live;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stream's name, as a room's: 1 to 64 letters, digits, {@code -}, {@code _} and {@code .}, in NFC.
 *
 * <p>What is made of a stream inside the service has the stream's name, an {@code @} and what it is; nobody outside can
 * name it, so nobody publishes it or asks for it past the rules of the stream that it is made of.
 */
public record StreamName(String text) {

    private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}._-]{1,64}");
    private static final Pattern PROFILE = Pattern.compile("[a-z0-9]{1,16}");
    private static final char DERIVATION = '@';

    public StreamName {
        if (!isValid(text) && !isDerived(text)) {
            throw new IllegalArgumentException("not the name of a stream: " + text);
        }
    }

    /** The name that {@code text} is, normalized; nothing if it is none. */
    public static Optional<StreamName> of(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return isValid(normal) ? Optional.of(new StreamName(normal)) : Optional.empty();
    }

    /** The name of what is made of this stream as {@code profile} says. */
    public StreamName derived(String profile) {
        return new StreamName(text + DERIVATION + profile);
    }

    /** Whether this is made of another stream inside the service. */
    public boolean isDerived() {
        return isDerived(text);
    }

    /** Whether this is made of {@code other}. */
    boolean isDerivedFrom(StreamName other) {
        return text.length() > other.text.length()
                && text.charAt(other.text.length()) == DERIVATION
                && text.startsWith(other.text);
    }

    private static boolean isDerived(String text) {
        int at = text.indexOf(DERIVATION);
        return at > 0
                && isValid(text.substring(0, at))
                && PROFILE.matcher(text.substring(at + 1)).matches();
    }

    private static boolean isValid(String text) {
        return ALLOWED.matcher(text).matches() && !text.chars().allMatch(c -> c == '.');
    }

    @Override
    public String toString() {
        return text;
    }
}
