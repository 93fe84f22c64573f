package atrium.chat.moderation;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words and phrases that may not be said. Immutable; any thread may ask.
 *
 * <p>A word is found as a word, however it is written: in capitals, with accents, in full-width, mathematical or foreign
 * letters, with invisible characters in it, with {@code 0} and {@code 1} for letters, with punctuation or symbols in it
 * ({@code b.ad}), or spelled letter by letter ({@code b a d}, from three letters on). It is not found within another word
 * ({@code Scunthorpe}), nor across a space or an apostrophe ({@code he'll}). Scripts that put no spaces between words
 * (中文, かな, 한글, ไทย) have no such edges: their words are found anywhere. Where a phrase has a gap, the text must have
 * one, of whatever kind.
 *
 * <p>An entry with a symbol in it ({@code a$$}), or of symbols only, is found anywhere, as it is but for case and forms.
 */
public final class BannedWords {

    public static final BannedWords NONE = of(List.of());

    /** What may stand in an ordinary word or phrase. */
    private static final String ORDINARY = " -_.'’·";

    private final WordTrie words;
    private final WordTrie verbatim;

    private BannedWords(WordTrie words, WordTrie verbatim) {
        this.words = words;
        this.verbatim = verbatim;
    }

    /** Takes some milliseconds for ten thousand {@code words}; an empty one bans nothing. */
    public static BannedWords of(List<String> words) {
        var ordinary = words.stream().distinct().collect(Collectors.partitioningBy(BannedWords::isOrdinary));
        return new BannedWords(
                trie(ordinary.getOrDefault(true, List.of()).stream().map(Reading::of)),
                trie(ordinary.getOrDefault(false, List.of()).stream()
                        .map(String::strip)
                        .map(Reading::verbatim)));
    }

    /** Whether {@code text} says one of them. Takes time in proportion to the text, not to the words. */
    public boolean areIn(String text) {
        return !words.isEmpty() && spelledIn(text) || !verbatim.isEmpty() && verbatim.matches(Reading.verbatim(text));
    }

    private boolean spelledIn(String text) {
        Reading reading = Reading.of(text);
        return words.matches(reading) || reading.isAmbiguous() && words.matches(Reading.otherwise(text));
    }

    private static WordTrie trie(Stream<Reading> words) {
        return new WordTrie(words.filter(word -> word.size() > 0).toList());
    }

    private static boolean isOrdinary(String word) {
        return Reading.of(word).size() > 0
                && word.codePoints()
                        .allMatch(sign -> Sign.of(sign).isLetter()
                                || Sign.of(sign).gap() == 0
                                || ORDINARY.indexOf(sign) >= 0
                                || Character.isWhitespace(sign));
    }
}
