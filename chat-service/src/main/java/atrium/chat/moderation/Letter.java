package atrium.chat.moderation;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** One {@code char} of folded text in an {@code int}, with what has to be known about it in the bits above. */
final class Letter {

    /** Of a script that puts no spaces between words: a word may begin and end anywhere. */
    static final int UNSPACED = 1 << 16;

    /** Part of what the reader sees as one letter with the one before. */
    static final int CONTINUES = 1 << 17;

    /** Punctuation or a symbol comes before it, as in {@code b.a.d}. */
    static final int JOINED = 1 << 18;

    /** A space, an apostrophe, or the end of a part of the sentence comes before it. */
    static final int APART = 1 << 19;

    static final int GAP = JOINED | APART;

    private static final Set<UnicodeScript> UNSPACED_SCRIPTS = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.HANGUL,
            UnicodeScript.YI,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    private Letter() {}

    /** The letters of {@code text}, none of them after a gap. */
    static int[] of(String text) {
        return text.codePoints()
                .flatMap(letter -> Character.toString(letter).chars().map(unit -> unit | flags(letter, unit)))
                .toArray();
    }

    private static int flags(int codePoint, int unit) {
        boolean mark = isMark(codePoint);
        boolean continues = mark || Character.isLowSurrogate((char) unit) || endsSyllable(codePoint);
        boolean unspaced = mark || UNSPACED_SCRIPTS.contains(UnicodeScript.of(codePoint));
        return (continues ? CONTINUES : 0) | (unspaced ? UNSPACED : 0);
    }

    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** The vowels and final consonants of decomposed Hangul (Unicode, section 3.12). */
    private static boolean endsSyllable(int codePoint) {
        return codePoint >= 0x1160 && codePoint <= 0x11FF || codePoint >= 0xD7B0 && codePoint <= 0xD7FF;
    }
}
