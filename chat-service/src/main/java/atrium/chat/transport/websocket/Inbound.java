package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;

/** What a data frame has brought. */
sealed interface Inbound {

    /** A whole message. @param utf8 valid */
    record Message(byte[] utf8) implements Inbound {}

    /** A fragment of a message that goes on. */
    record Unfinished() implements Inbound {}

    /** Something that ends the connection. */
    record Refused(CloseReason reason) implements Inbound {}
}
