package atrium.chat.wire;

import io.netty.buffer.ByteBuf;

/**
 * The header of a WebSocket frame as a server sends it: final, unmasked (RFC 6455, section 5.2).
 *
 * <p>The payload is written first, behind room for the longest header; the header then goes right before it. So a
 * payload of unknown length is neither measured nor copied.
 */
public final class WebSocketHeader {

    /** Bytes to leave free before a payload. */
    public static final int LONGEST = 10;

    private static final int SEVEN_BITS = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private WebSocketHeader() {}

    /** Bytes of the header with which {@code frame} begins. */
    public static int lengthOf(ByteBuf frame) {
        int length = frame.getByte(frame.readerIndex() + 1);
        return length == LENGTH_16 ? 4 : length == LENGTH_64 ? LONGEST : 2;
    }

    /** Puts the header before what is readable, which begins at {@link #LONGEST}, and returns {@code frame}. */
    public static ByteBuf putBefore(ByteBuf frame, int firstByte) {
        int payload = frame.readableBytes();
        int end = frame.writerIndex();
        int header = payload <= SEVEN_BITS ? 2 : payload <= 0xFFFF ? 4 : LONGEST;
        frame.setIndex(LONGEST - header, LONGEST - header);
        frame.writeByte(firstByte);
        if (payload <= SEVEN_BITS) {
            frame.writeByte(payload);
        } else if (payload <= 0xFFFF) {
            frame.writeByte(LENGTH_16).writeShort(payload);
        } else {
            frame.writeByte(LENGTH_64).writeLong(payload);
        }
        return frame.writerIndex(end);
    }
}
