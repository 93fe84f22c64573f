package atrium.chat.moderation;

import atrium.chat.unicode.Confusables;
import java.util.Arrays;

/** A text as its letters, with the gaps between them; how it was written makes no difference any more. */
final class Reading {

    /** Shorter ones, spelled letter by letter, happen: {@code U S}. */
    private static final int SHORTEST_SPACED = 3;

    private final boolean otherwise;
    private int[] letters;
    private int size;
    private int gap = Letter.APART;
    private int previous;
    private boolean afterLatin;
    private boolean ambiguous;

    private Reading(int capacity, boolean otherwise) {
        this.letters = new int[capacity + 1];
        this.otherwise = otherwise;
    }

    static Reading of(String text) {
        return new Reading(text.length(), false).read(text);
    }

    /** The second way to read what can be read in two. */
    static Reading otherwise(String text) {
        return new Reading(text.length(), true).read(text);
    }

    /** {@code text} sign by sign, where each could be a word; only its forms and case are folded. */
    static Reading verbatim(String text) {
        String folded = Confusables.fold(text);
        Reading reading = new Reading(folded.length(), false);
        folded.chars().forEach(unit -> reading.add(new int[] {unit | Letter.UNSPACED}));
        return reading.end();
    }

    /** Whether {@link #otherwise} says something else. */
    boolean isAmbiguous() {
        return ambiguous;
    }

    int size() {
        return size;
    }

    char letter(int index) {
        return (char) letters[index];
    }

    /** What precedes the letter; 0 is nothing. Before the first one and at the end it is as after a space. */
    int gap(int index) {
        return letters[index] & Letter.GAP;
    }

    /** Whether a word may begin at this letter, or end before it. */
    boolean isEdge(int index) {
        return !has(Letter.CONTINUES, index)
                && (gap(index) != 0 || has(Letter.UNSPACED, index) || has(Letter.UNSPACED, index - 1));
    }

    /**
     * Whether {@code word}, whose letters are here from the edge {@code start} on, is here as a word: up to another edge,
     * in one piece but for punctuation, or else spaced letter by letter.
     */
    boolean spells(Reading word, int start) {
        int end = start + word.size;
        if (!isEdge(end)) {
            return false;
        }
        boolean close = true;
        boolean spaced = gap(start) != 0 && gap(end) != 0;
        for (int i = 1; i < word.size; i++) {
            int here = gap(start + i);
            if (word.gap(i) != 0) {
                if (here == 0 && !has(Letter.UNSPACED, start + i)) {
                    return false;
                }
            } else if (!has(Letter.CONTINUES, start + i)) {
                close &= here != Letter.APART;
                spaced &= here != 0;
            }
        }
        return close || spaced && word.mayBeSpaced();
    }

    private boolean mayBeSpaced() {
        return size >= SHORTEST_SPACED || has(Letter.UNSPACED, 0);
    }

    private boolean has(int flag, int index) {
        return (letters[index] & flag) != 0;
    }

    private Reading read(String text) {
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            Sign sign = Sign.of(codePoint);
            if (sign.isLetter()) {
                add(choose(sign, at < text.length() ? text.charAt(at) : ' '));
                previous = codePoint;
            } else {
                gap = Math.max(gap, sign.gap());
            }
        }
        return end();
    }

    private int[] choose(Sign sign, char next) {
        boolean beside = sign.beside() != sign.alone() && isBesideLatin(sign.besideSmall(), next);
        afterLatin = beside || sign.latin();
        if (!beside) {
            return sign.alone();
        }
        ambiguous |= sign.beside() != sign.otherwise();
        return otherwise ? sign.otherwise() : sign.beside();
    }

    private boolean isBesideLatin(boolean small, char next) {
        boolean after = gap == 0 && afterLatin && (!small || isSmall(previous));
        return after || isSmall(small ? next : next | 0x20);
    }

    private static boolean isSmall(int codePoint) {
        return codePoint >= 'a' && codePoint <= 'z';
    }

    private void add(int[] units) {
        if (size + units.length >= letters.length) {
            letters = Arrays.copyOf(letters, 2 * letters.length + units.length);
        }
        for (int unit : units) {
            letters[size++] = gap == 0 ? unit : unit & ~Letter.CONTINUES | gap;
            gap = 0;
        }
    }

    private Reading end() {
        letters[size] = Letter.APART;
        return this;
    }
}
