package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Whole WebSocket frames as a server sends them: final, unmasked (RFC 6455, section 5.2).
 *
 * <p>The payload is written first, behind room for the longest header; the header then goes right before it. So a
 * payload of unknown length is neither measured nor copied.
 */
final class Frames {

    private static final int FIN_TEXT = 0x81;
    private static final int FIN_CLOSE = 0x88;
    private static final int FIN_PING = 0x89;
    private static final int LONGEST_HEADER = 10;
    private static final int SEVEN_BITS = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private Frames() {}

    /** Something that writes a payload. */
    interface Payload {
        void writeTo(OutputStream out) throws IOException;
    }

    static ByteBuf text(ByteBufAllocator allocator, String text) {
        ByteBuf frame = allocator.directBuffer(LONGEST_HEADER + ByteBufUtil.utf8MaxBytes(text));
        frame.setIndex(LONGEST_HEADER, LONGEST_HEADER);
        frame.writeCharSequence(text, StandardCharsets.UTF_8);
        return seal(frame, FIN_TEXT);
    }

    /** @param size a guess at the payload's length */
    static ByteBuf text(ByteBufAllocator allocator, int size, Payload payload) {
        ByteBuf frame = allocator.directBuffer(LONGEST_HEADER + size);
        frame.setIndex(LONGEST_HEADER, LONGEST_HEADER);
        try (ByteBufOutputStream out = new ByteBufOutputStream(frame)) {
            payload.writeTo(out);
        } catch (IOException e) {
            frame.release();
            throw new UncheckedIOException(e);
        }
        return seal(frame, FIN_TEXT);
    }

    static ByteBuf close(ByteBufAllocator allocator, CloseReason reason) {
        ByteBuf frame = allocator.directBuffer(LONGEST_HEADER + SEVEN_BITS);
        frame.setIndex(LONGEST_HEADER, LONGEST_HEADER);
        frame.writeShort(reason.code());
        frame.writeCharSequence(reason.text(), StandardCharsets.US_ASCII);
        return seal(frame, FIN_CLOSE);
    }

    static ByteBuf ping(ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(LONGEST_HEADER);
        frame.setIndex(LONGEST_HEADER, LONGEST_HEADER);
        return seal(frame, FIN_PING);
    }

    /** Puts the header before what is readable. */
    private static ByteBuf seal(ByteBuf frame, int firstByte) {
        int payload = frame.readableBytes();
        int end = frame.writerIndex();
        int header = payload <= SEVEN_BITS ? 2 : payload <= 0xFFFF ? 4 : LONGEST_HEADER;
        frame.setIndex(LONGEST_HEADER - header, LONGEST_HEADER - header);
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
