package atrium.chat.moderation;

import atrium.chat.unicode.CodePointTable;
import atrium.chat.unicode.Confusables;
import java.lang.Character.UnicodeScript;
import java.util.stream.IntStream;

/**
 * How one code point is read: the {@link Letter}s it stands for, or how far it keeps those around it apart.
 *
 * <p>They are folded: NFKC, no case, no accents, and what a foreign letter looks like (UTS 39). Latin letters stay what
 * they are: UTS 39 takes {@code m} for {@code rn}, and {@code burn} would have to go with {@code bum}. A symbol that
 * looks like a letter is a symbol.
 *
 * @param alone the letters, where no Latin one stands beside it; none is a gap, or nothing at all
 * @param beside the letters, where one does: {@code 1} and {@code 0} are letters there, and a foreign capital is what it
 *     looks like, while a whole word of them ({@code НО}, "but") is left in peace
 * @param otherwise a second way to read it there; the same as {@code beside} for nearly all
 * @param latin whether it is a Latin letter itself
 * @param besideSmall whether the Latin letter has to be a small one, as for {@code I}: words in capitals are clear
 * @param gap how it separates, if it has no letters
 */
record Sign(int[] alone, int[] beside, int[] otherwise, boolean latin, boolean besideSmall, int gap) {

    private static final int[] NONE = {};

    /** What ends a part of a sentence, so that the letters around it are of two words; also all kinds of apostrophe. */
    private static final String APART = ",;:!?…，；：！？、。｡､'’‘ʼ＇`´\"“”「」『』《》()（）";

    private static final CodePointTable<Sign> SIGNS = new CodePointTable<>(Sign::read);
    private static final Sign[] ASCII =
            IntStream.range(0, 0x80).mapToObj(SIGNS::get).toArray(Sign[]::new);

    static Sign of(int codePoint) {
        return codePoint < ASCII.length ? ASCII[codePoint] : SIGNS.get(codePoint);
    }

    boolean isLetter() {
        return alone.length > 0;
    }

    private static Sign read(int codePoint) {
        String sign = Character.toString(codePoint);
        int[] alone = Letter.of(plain(sign));
        if (alone.length == 0) {
            return new Sign(NONE, NONE, NONE, false, false, gap(codePoint));
        }
        return switch (Confusables.compatible(sign)) {
            case "0" -> besideLatin(alone, "o", "o", false);
            case "1" -> besideLatin(alone, "l", "i", false);
            case "I" -> besideLatin(alone, "i", "l", true);
            default -> foreign(codePoint, alone);
        };
    }

    private static Sign besideLatin(int[] alone, String beside, String otherwise, boolean besideSmall) {
        int[] first = Letter.of(beside);
        int[] second = beside.equals(otherwise) ? first : Letter.of(otherwise);
        return new Sign(alone, first, second, besideSmall, besideSmall, 0);
    }

    private static Sign foreign(int codePoint, int[] alone) {
        boolean latin = UnicodeScript.of(codePoint) == UnicodeScript.LATIN;
        String seen = !latin && Character.isUpperCase(codePoint) ? look(codePoint) : "";
        int[] beside = Confusables.isLatin(seen) ? Letter.of(seen) : alone;
        return new Sign(alone, beside, beside, latin, false, 0);
    }

    private static String plain(String sign) {
        StringBuilder plain = new StringBuilder();
        Confusables.spelling(Confusables.fold(sign)).codePoints().forEach(letter -> plain.append(look(letter)));
        return plain.toString();
    }

    private static String look(int letter) {
        String itself = Character.toString(letter);
        boolean mark = Character.getType(letter) == Character.NON_SPACING_MARK;
        boolean clear = mark || letter < 0x80 || UnicodeScript.of(letter) == UnicodeScript.HANGUL;
        String look = clear ? itself : Confusables.skeleton(itself).replace("rn", "m");
        return Confusables.spelling(Confusables.fold(look));
    }

    private static int gap(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> Letter.APART;
            case Character.CONTROL -> Character.isWhitespace(codePoint) ? Letter.APART : 0;
            case Character.FORMAT,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.OTHER_LETTER,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> 0;
            default -> APART.indexOf(codePoint) < 0 ? Letter.JOINED : Letter.APART;
        };
    }
}
