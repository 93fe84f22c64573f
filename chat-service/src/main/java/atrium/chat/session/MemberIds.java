package atrium.chat.session;

import java.util.random.RandomGenerator;

/**
 * Makes members' ids: a part that is unique, a dash, and the person; see {@link atrium.chat.message.Sender#person}. Any
 * thread may ask, if any thread may ask {@code random}.
 */
public final class MemberIds {

    private final RandomGenerator random;

    /** @param random nobody can foresee, since whoever knows an id may name it */
    public MemberIds(RandomGenerator random) {
        this.random = random;
    }

    public String idOf(String person) {
        return unique() + "-" + person;
    }

    /** A word unlike any other. */
    String unique() {
        return Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    }
}
