package atrium.chat.room;

import atrium.chat.message.Welcome;
import io.netty.buffer.ByteBuf;

/** What waits in an {@link Audience}'s queue, in the order in which the room said it. Owns its buffer. */
sealed interface Outbound {

    /** For every member that is seated by then. */
    record Broadcast(ByteBuf frame) implements Outbound {}

    /** For one member: a greeting takes the seat, or answers a resume. */
    record Greeting(Seat seat, Welcome welcome) implements Outbound {}

    /** For every member that is seated by then: the order goes on in another epoch. */
    record Continuation(Welcome welcome) implements Outbound {}

    /** For one member, before the broadcasts of the same batch: an answer to what it sent. */
    record Whisper(Seat seat, ByteBuf frame) implements Outbound {}

    /** One member has to go, after what was said before. */
    record Expulsion(Seat seat, CloseReason reason) implements Outbound {}
}
