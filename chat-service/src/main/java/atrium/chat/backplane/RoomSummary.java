package atrium.chat.backplane;

import atrium.chat.message.RoomName;

/**
 * A room as seen from outside at one moment.
 *
 * @param members on all nodes
 * @param epoch names the life of the order; see {@link Attachment}
 * @param offset of the newest message; 0 if there was none
 */
public record RoomSummary(RoomName name, int members, String epoch, long offset) {}
