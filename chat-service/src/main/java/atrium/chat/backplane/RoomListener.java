package atrium.chat.backplane;

import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;

/** This node's half of a room, as its line calls it: one call after the other, from any thread, never to be blocked. */
public interface RoomListener {

    /** The order is known, for the first time or again; what follows continues it. */
    void attached(Attachment attachment);

    /** The next message of the order: its offset is one more than that of the one before, but where
     * that could not be read. */
    void message(Message message);

    /** A moderator acted, here or on another node. */
    void moderated(Moderation act);

    /** Who is on all other nodes together, and who came and went there; at most as often as they tell. */
    void elsewhere(Presence others);
}
