package atrium.gateway.auth.account;

import atrium.platform.problem.PlatformProblem;
import java.text.Normalizer;
import java.util.Locale;

/** Writes a name the one way it is kept, so that nobody has two and no two look alike by width or case alone. */
public final class AccountName {

    private static final int SHORTEST = 3;
    private static final int LONGEST = 32;

    private AccountName() {}

    /** The name as it is compared: NFKC (UAX #15), then without case, then NFKC again, since folding may undo it. */
    public static String normalized(String name) {
        String folded = nfkc(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return nfkc(folded);
    }

    /** The name of a new account; refused if it is none. */
    public static String of(String name) {
        String normalized = normalized(name);
        int length = normalized.codePointCount(0, normalized.length());
        if (length < SHORTEST || length > LONGEST || !normalized.codePoints().allMatch(AccountName::allowed)) {
            throw PlatformProblem.BAD_REQUEST.with(
                    "name: " + length + " characters (expected: 3 to 32 letters, digits, '-', '_' or '.')");
        }
        return normalized;
    }

    private static boolean allowed(int c) {
        return Character.isLetterOrDigit(c)
                || Character.getType(c) == Character.NON_SPACING_MARK
                || c == '-'
                || c == '_'
                || c == '.';
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }
}
