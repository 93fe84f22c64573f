package atrium.chat.moderation;

import java.util.List;

/**
 * Finds any of many words: from each place where a word may begin, letter by letter as far as any word goes, which is a
 * few letters. So the time depends on the text and not on how many words there are. Immutable.
 *
 * <p>The automaton of Aho and Corasick would bound the time for texts and words that repeat themselves, too, at the price
 * of beginning in the middle of words: for prose it takes twice as long.
 */
final class WordTrie {

    private final List<Reading> words;
    private final Trie trie;

    /** By state: the last of the words that end there, plus 1; 0 is none. */
    private final int[] ends;

    /** By word: another one of the same letters, likewise. */
    private final int[] others;

    WordTrie(List<Reading> words) {
        long letters = words.stream().mapToLong(Reading::size).sum();
        this.words = words;
        this.trie = new Trie(letters);
        this.ends = new int[(int) letters + 1];
        this.others = new int[words.size()];
        for (int index = 0; index < others.length; index++) {
            int state = plant(words.get(index));
            others[index] = ends[state];
            ends[state] = index + 1;
        }
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Whether {@code text} spells one of the words. */
    boolean matches(Reading text) {
        for (int start = 0; start < text.size(); start++) {
            if (text.isEdge(start) && matches(text, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(Reading text, int start) {
        int state = 0;
        for (int i = start; i < text.size(); i++) {
            state = trie.next(state, text.letter(i));
            if (state == 0) {
                return false;
            }
            if (ends[state] != 0 && isSpelled(ends[state], text, start)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSpelled(int end, Reading text, int start) {
        for (int word = end; word != 0; word = others[word - 1]) {
            if (text.spells(words.get(word - 1), start)) {
                return true;
            }
        }
        return false;
    }

    private int plant(Reading word) {
        int state = 0;
        for (int i = 0; i < word.size(); i++) {
            state = trie.grow(state, word.letter(i));
        }
        return state;
    }
}
