package atrium.chat.moderation;

import java.util.List;

/**
 * Finds any of many words in one pass over a text (Aho and Corasick, 1975): the time depends on the text alone, be there
 * one word or ten thousand. Immutable.
 */
final class WordAutomaton {

    private final List<Reading> words;
    private final Trie trie;

    /** By letter: a small number for each that occurs in a word, 0 for all others. */
    private final char[] classes = new char[Character.MAX_VALUE + 1];

    private char known;

    /** By state: where to go on when the trie does not, which is the longest end of it that it also begins with. */
    private final int[] fallback;

    /** By state: the first word that ends there, plus 1; 0 is none. */
    private final int[] word;

    /** By word: another one of the same letters, likewise. */
    private final int[] another;

    /** By state: the next shorter end of it where a word ends, too; the root is none. */
    private final int[] shorter;

    WordAutomaton(List<Reading> words) {
        this.words = words;
        this.trie = new Trie(words.stream().mapToLong(Reading::size).sum());
        words.forEach(this::plant);
        this.fallback = new int[trie.states()];
        this.word = new int[trie.states()];
        this.shorter = new int[trie.states()];
        this.another = new int[words.size()];
        link();
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /** Whether {@code text} spells one of the words. */
    boolean matches(Reading text) {
        int state = 0;
        for (int i = 0; i < text.size(); i++) {
            char letter = classes[text.letter(i)];
            state = letter == 0 ? 0 : step(state, letter);
            if (state != 0 && endsWord(text, i + 1, state)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsWord(Reading text, int end, int state) {
        for (int hit = word[state] == 0 ? shorter[state] : state; hit != 0; hit = shorter[hit]) {
            for (int one = word[hit]; one != 0; one = another[one - 1]) {
                Reading spelled = words.get(one - 1);
                if (text.spells(spelled, end - spelled.size())) {
                    return true;
                }
            }
        }
        return false;
    }

    private int step(int state, char letter) {
        int from = state;
        int next = trie.next(from, letter);
        while (next == 0 && from != 0) {
            from = fallback[from];
            next = trie.next(from, letter);
        }
        return next;
    }

    private void plant(Reading planted) {
        int state = 0;
        for (int i = 0; i < planted.size(); i++) {
            state = trie.grow(state, classOf(planted.letter(i)));
        }
    }

    private char classOf(char letter) {
        if (classes[letter] == 0) {
            classes[letter] = ++known;
        }
        return classes[letter];
    }

    /** Level by level, since a state leans on shorter ones only. */
    private void link() {
        int longest = words.stream().mapToInt(Reading::size).max().orElse(0);
        int[] states = new int[words.size()];
        for (int depth = 0; depth < longest; depth++) {
            for (int index = 0; index < states.length; index++) {
                if (depth < words.get(index).size()) {
                    states[index] = link(states[index], index, depth);
                }
            }
        }
    }

    private int link(int parent, int index, int depth) {
        Reading planted = words.get(index);
        char letter = classes[planted.letter(depth)];
        int state = trie.next(parent, letter);
        int end = parent == 0 ? 0 : step(fallback[parent], letter);
        fallback[state] = end;
        shorter[state] = word[end] == 0 ? shorter[end] : end;
        if (depth + 1 == planted.size()) {
            another[index] = word[state];
            word[state] = index + 1;
        }
        return state;
    }
}
