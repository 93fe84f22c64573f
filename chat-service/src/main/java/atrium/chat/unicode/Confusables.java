package atrium.chat.unicode;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.lang.Character.UnicodeScript;

/** Characters that mean or look the same. Any thread may ask; the data, some 200 KB, is loaded with the class. */
public final class Confusables {

    /** Documented to be safe for many threads. */
    private static final SpoofChecker CHECKER =
            new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

    private static final Normalizer2 NFD = Normalizer2.getNFDInstance();
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
    private static final Normalizer2 NFKC_CASEFOLD = Normalizer2.getNFKCCasefoldInstance();

    /** What makes か into が and は into ぱ: by their script loose, yet part of the letter. */
    private static final int VOICED = 0x3099;

    private static final int SEMI_VOICED = 0x309A;

    private Confusables() {}

    /** What {@code text} looks like: the prototype of each character (UTS 39, section 4, {@code skeleton}). */
    public static String skeleton(String text) {
        return CHECKER.getSkeleton(text);
    }

    /** {@code text} without the many forms of one character, such as full-width and mathematical ones (UAX 15). */
    public static String compatible(String text) {
        return NFKC.normalize(text);
    }

    /** The same, also without case and without what cannot be seen (Unicode, section 3.13.3, toNFKC_Casefold). */
    public static String fold(String text) {
        return NFKC_CASEFOLD.normalize(text);
    }

    /** What {@code text} is spelled with: letters, digits, and marks that are as good as letters, decomposed. */
    public static String spelling(String text) {
        StringBuilder spelling = new StringBuilder(text.length());
        NFD.normalize(text).codePoints().filter(Confusables::isSpelling).forEach(spelling::appendCodePoint);
        return spelling.toString();
    }

    /** Whether {@code look} is of Latin letters and digits alone, at least one. */
    public static boolean isLatin(String look) {
        return !look.isEmpty() && look.chars().allMatch(letter -> letter < 0x80);
    }

    private static boolean isSpelling(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> !isLooseMark(codePoint);
            case Character.COMBINING_SPACING_MARK, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isLetterOrDigit(codePoint);
        };
    }

    /**
     * Whether the mark {@code codePoint} may stand on letters of any script: an accent, a stroke through, a ring around.
     * Marks that belong to one script are as good as letters there.
     */
    private static boolean isLooseMark(int codePoint) {
        UnicodeScript script = UnicodeScript.of(codePoint);
        boolean ofNoScript = script == UnicodeScript.INHERITED || script == UnicodeScript.COMMON;
        return ofNoScript && codePoint != VOICED && codePoint != SEMI_VOICED;
    }
}
