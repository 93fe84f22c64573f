package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;

/** What a frame has brought. Buffers are the frame's own. */
sealed interface Inbound {

    /** A whole message. @param utf8 valid */
    record Message(byte[] utf8) implements Inbound {}

    record Ping(ByteBuf payload) implements Inbound {}

    /** The peer's half of the closing handshake. @param body empty, or a code and a reason */
    record Close(ByteBuf body) implements Inbound {}

    /** Nothing to answer: a fragment of a message that goes on, a pong. */
    record Nothing() implements Inbound {}

    /** Something that ends the connection. */
    record Refused(CloseReason reason) implements Inbound {}
}
