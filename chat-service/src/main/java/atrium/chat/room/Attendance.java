package atrium.chat.room;

import atrium.chat.message.Presence;
import atrium.chat.message.Sender;
import org.jspecify.annotations.Nullable;

/** Who came and went, here and on other nodes, until it is told. Guarded by the room's lock. */
final class Attendance {

    private final PresenceChanges here = new PresenceChanges();
    private final PresenceChanges there = new PresenceChanges();
    private int elsewhere;
    private boolean changedHere;
    private boolean due;

    /**
     * What is to be told.
     *
     * @param all to the members here
     * @param here to the other nodes; null if they know it already
     */
    record Told(Presence all, @Nullable Presence here) {}

    void joined(Sender member) {
        here.joined(member);
        changedHere = true;
    }

    void left(Sender member) {
        here.left(member);
        changedHere = true;
    }

    void elsewhere(Presence others) {
        elsewhere = others.members();
        others.joined().forEach(there::joined);
        others.left().forEach(there::left);
    }

    /** Members on other nodes. */
    int elsewhere() {
        return elsewhere;
    }

    /** Whether somebody has to see to it that it is told; nobody has before it was told. */
    boolean becomesDue() {
        boolean news = !due;
        due = true;
        return news;
    }

    /** Takes what has gathered. @param members how many are here */
    Told take(int members) {
        Presence ofHere = here.take(members);
        Told told = new Told(ofHere.with(there.take(elsewhere)), changedHere ? ofHere : null);
        changedHere = false;
        due = false;
        return told;
    }
}
