package atrium.chat.backplane;

/** What became of a draft. */
public sealed interface Placement {

    /** It is in the order and every half will hear it. */
    record Placed(long offset) implements Placement {}

    /** It is not, and nobody will hear it. @param why in a sentence, for the sender */
    record Refused(String why) implements Placement {}
}
