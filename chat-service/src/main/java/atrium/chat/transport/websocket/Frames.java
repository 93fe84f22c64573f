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

    /** With RSV1 (RFC 7692, section 6). */
    private static final int FIN_TEXT_DEFLATED = 0xC1;

    private static final int FIN_CLOSE = 0x88;
    private static final int FIN_PING = 0x89;
    private static final int FIN_PONG = 0x8A;
    private static final int LONGEST_HEADER = 10;
    private static final int SEVEN_BITS = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    private Frames() {}

    /** Something that writes a payload. */
    interface Payload {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A buffer for a payload of {@code size} bytes or so, behind room for the header. */
    static ByteBuf open(ByteBufAllocator allocator, int size) {
        return allocator.directBuffer(LONGEST_HEADER + size).setIndex(LONGEST_HEADER, LONGEST_HEADER);
    }

    static ByteBuf text(ByteBufAllocator allocator, String text) {
        ByteBuf frame = open(allocator, ByteBufUtil.utf8MaxBytes(text));
        frame.writeCharSequence(text, StandardCharsets.UTF_8);
        return seal(frame, FIN_TEXT);
    }

    /** @param size a guess at the payload's length */
    static ByteBuf text(ByteBufAllocator allocator, int size, Payload payload) {
        ByteBuf frame = open(allocator, size);
        try (ByteBufOutputStream out = new ByteBufOutputStream(frame)) {
            payload.writeTo(out);
        } catch (IOException e) {
            frame.release();
            throw new UncheckedIOException(e);
        }
        return seal(frame, FIN_TEXT);
    }

    /** Completes a compressed text. @param payload in a buffer that was {@linkplain #open opened} here */
    static ByteBuf deflated(ByteBuf payload) {
        return seal(payload, FIN_TEXT_DEFLATED);
    }

    /** What is in {@code frame}, one of ours; shares its bytes and its life. */
    static ByteBuf payload(ByteBuf frame) {
        int length = frame.getByte(frame.readerIndex() + 1);
        int header = length == LENGTH_16 ? 4 : length == LENGTH_64 ? LONGEST_HEADER : 2;
        return frame.slice(frame.readerIndex() + header, frame.readableBytes() - header);
    }

    static ByteBuf close(ByteBufAllocator allocator, CloseReason reason) {
        ByteBuf frame = open(allocator, SEVEN_BITS);
        frame.writeShort(reason.code());
        frame.writeCharSequence(reason.text(), StandardCharsets.US_ASCII);
        return seal(frame, FIN_CLOSE);
    }

    /** @param body of the peer's close, which a close repeats (RFC 6455, section 5.5.1) */
    static ByteBuf close(ByteBufAllocator allocator, ByteBuf body) {
        return seal(open(allocator, body.readableBytes()).writeBytes(body), FIN_CLOSE);
    }

    static ByteBuf ping(ByteBufAllocator allocator) {
        return seal(open(allocator, 0), FIN_PING);
    }

    /** @param payload of the ping (RFC 6455, section 5.5.3) */
    static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
        return seal(open(allocator, payload.readableBytes()).writeBytes(payload), FIN_PONG);
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
