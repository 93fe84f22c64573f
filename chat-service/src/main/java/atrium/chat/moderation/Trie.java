package atrium.chat.moderation;

/**
 * The edges of a trie, in one hash table with open addressing: a look-up is one cache line, most of the time. A state is
 * a number from 0, the root, on. Written by one thread, then only read.
 */
final class Trie {

    private static final int STATE_BITS = 24;
    private static final int MOST_STATES = 1 << STATE_BITS;
    private static final long STATE = MOST_STATES - 1;

    /** Each the state it leads from, the letter and the state it leads to. */
    private final long[] edges;

    private int states = 1;

    /** @param letters of all words together, at most */
    Trie(long letters) {
        if (letters >= MOST_STATES) {
            throw new IllegalArgumentException(
                    "letters of all words: %d (expected: less than %d)".formatted(letters, MOST_STATES));
        }
        this.edges = new long[Integer.highestOneBit((int) letters + 1) * 4];
    }

    /** Where {@code letter} leads from {@code state}; to the root, if nowhere. */
    int next(int state, char letter) {
        return (int) (edges[slot(key(state, letter))] & STATE);
    }

    /** The same, after making the edge if there is none. */
    int grow(int state, char letter) {
        long key = key(state, letter);
        int slot = slot(key);
        if (edges[slot] == 0) {
            edges[slot] = key << STATE_BITS | states++;
        }
        return (int) (edges[slot] & STATE);
    }

    private static long key(int state, char letter) {
        return (long) state << Character.SIZE | letter;
    }

    private int slot(long key) {
        int mask = edges.length - 1;
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> Integer.SIZE) & mask;
        while (edges[slot] != 0 && edges[slot] >>> STATE_BITS != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
