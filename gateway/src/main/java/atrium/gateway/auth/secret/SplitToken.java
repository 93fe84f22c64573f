package atrium.gateway.auth.secret;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody keeps in order to come back: an id, which finds what we know, and 256 random bits, which prove that it was
 * given to them. It says nothing else, and can be taken back.
 */
public record SplitToken(String id, String secret) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\\.([A-Za-z0-9_-]{43})");

    /** Reads what {@link #text()} wrote; empty if it is anything else. */
    public static Optional<SplitToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new SplitToken(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** As it is in a cookie or a link. */
    public String text() {
        return id + "." + secret;
    }

    /** Without the secret, which must not reach a log. */
    @Override
    public String toString() {
        return "SplitToken[" + id + "]";
    }
}
