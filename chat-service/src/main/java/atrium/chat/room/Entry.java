package atrium.chat.room;

import java.time.Instant;

/** How a request for a seat can end. */
public sealed interface Entry {

    record Seated(Seat seat) implements Entry {}

    /** No more members fit in, or no more rooms can be opened. */
    record Full() implements Entry {}

    /** Only those who may enter private rooms, and this one is. */
    record Private() implements Entry {}

    /** A moderator has sent this person away. */
    record Banned(Instant until) implements Entry {}
}
