package atrium.chat.message;

import java.time.Duration;
import java.time.Instant;

/**
 * What a moderator did. Each names its target as the protocol does: a message's id, a member's id, or the room's name.
 */
public sealed interface Moderation extends RoomEvent {

    /** The message is gone from the room's memory, and viewers take it away. */
    record Delete(String message) implements Moderation {}

    /** The member's person may not speak. @param until {@link Instant#MAX} is for good */
    record Mute(String member, Instant until) implements Moderation {}

    record Unmute(String member) implements Moderation {}

    /** The member's person is out and may not come back. @param until when it may */
    record Kick(String member, Instant until) implements Moderation {}

    /** @param interval the shortest time between two messages of a person; zero is none */
    record Slow(RoomName room, Duration interval) implements Moderation {}
}
