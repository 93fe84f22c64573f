package atrium.chat.transport.websocket;

import atrium.chat.room.Seat;
import atrium.chat.room.WireFormat;
import atrium.chat.settings.ChatProperties.Limits;

/** How a member's text messages are understood and answered; one for each connection, confined to its event loop. */
interface Conversation {

    WireFormat format();

    /** The most bytes that one message may have, as it comes over the wire. */
    int largestMessage(Limits limits);

    /**
     * Takes one message.
     *
     * @param utf8 valid, and not larger than allowed
     * @return nanoseconds during which no more is to be read from the member; 0 for none
     */
    long onMessage(Seat seat, byte[] utf8);
}
