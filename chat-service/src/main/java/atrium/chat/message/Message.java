package atrium.chat.message;

import java.time.Instant;

/**
 * What was said, with its place in the room's order.
 *
 * @param offset one more than the message before it, within an epoch
 * @param id unique over all rooms and epochs
 */
public record Message(long offset, String id, Instant at, Sender from, Content content) implements RoomEvent {

    private static final int FIXED_BYTES = 200;

    /** Bytes that keeping this message takes, roughly: for bounds, not for accounting. */
    public int weight() {
        return FIXED_BYTES + 2 * (content.text().length() + from.name().length());
    }
}
