package atrium.chat.room;

/** The names of those who are already there, as somebody who comes in finds them. */
@FunctionalInterface
public interface NamesInUse {

    /**
     * Whether {@code name} would be taken for somebody else's: another person has one with this skeleton, or the same
     * person has one that is spelled differently. Asked some 20 times at most, perhaps under a lock.
     */
    boolean taken(ChosenName name);
}
