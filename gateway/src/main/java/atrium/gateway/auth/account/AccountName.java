package atrium.gateway.auth.account;

import atrium.platform.problem.PlatformProblem;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.IntStream;

/** Writes a name the one way it is kept, so that nobody has two and no two look alike by width or case alone. */
public final class AccountName {

    private static final int SHORTEST = 3;
    private static final int LONGEST = 32;

    /** Of a text that a provider calls a name. */
    private static final int LONGEST_READ = 256;

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

    /**
     * A name that is like {@code text}, whatever that has in it.
     *
     * @param otherwise where too little is left
     * @param nth the first is the name itself, another has its number at the end
     */
    static String near(String text, String otherwise, int nth) {
        String known = normalized(text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text);
        int[] kept = known.strip().codePoints().map(c -> allowed(c) ? c : '-').toArray();
        boolean named = kept.length >= SHORTEST && IntStream.of(kept).anyMatch(Character::isLetterOrDigit);
        int[] base = named ? kept : otherwise.codePoints().toArray();
        String end = nth == 1 ? "" : "-" + nth;
        return normalized(new String(base, 0, Math.min(base.length, LONGEST - end.length()))) + end;
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
