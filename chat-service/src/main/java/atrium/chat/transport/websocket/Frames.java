package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import atrium.chat.wire.WebSocketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Whole WebSocket frames as a server sends them, each with its {@link WebSocketHeader}. */
final class Frames {

    private static final int FIN_TEXT = 0x81;

    /** With RSV1 (RFC 7692, section 6). */
    private static final int FIN_TEXT_DEFLATED = 0xC1;

    private static final int FIN_CLOSE = 0x88;
    private static final int FIN_PING = 0x89;
    private static final int FIN_PONG = 0x8A;

    /** RFC 6455, section 5.5. */
    private static final int LONGEST_CONTROL = 125;

    private Frames() {}

    /** Something that writes a payload. */
    interface Payload {
        void writeTo(OutputStream out) throws IOException;
    }

    /** A buffer for a payload of {@code size} bytes or so, behind room for the header. */
    static ByteBuf open(ByteBufAllocator allocator, int size) {
        return allocator
                .directBuffer(WebSocketHeader.LONGEST + size)
                .setIndex(WebSocketHeader.LONGEST, WebSocketHeader.LONGEST);
    }

    static ByteBuf text(ByteBufAllocator allocator, String text) {
        ByteBuf frame = open(allocator, ByteBufUtil.utf8MaxBytes(text));
        frame.writeCharSequence(text, StandardCharsets.UTF_8);
        return WebSocketHeader.putBefore(frame, FIN_TEXT);
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
        return WebSocketHeader.putBefore(frame, FIN_TEXT);
    }

    /** Completes a compressed text. @param payload in a buffer that was {@linkplain #open opened} here */
    static ByteBuf deflated(ByteBuf payload) {
        return WebSocketHeader.putBefore(payload, FIN_TEXT_DEFLATED);
    }

    /** What is in {@code frame}, one of ours; shares its bytes and its life. */
    static ByteBuf payload(ByteBuf frame) {
        int header = WebSocketHeader.lengthOf(frame);
        return frame.slice(frame.readerIndex() + header, frame.readableBytes() - header);
    }

    static ByteBuf close(ByteBufAllocator allocator, CloseReason reason) {
        ByteBuf frame = open(allocator, LONGEST_CONTROL);
        frame.writeShort(reason.code());
        frame.writeCharSequence(reason.text(), StandardCharsets.US_ASCII);
        return WebSocketHeader.putBefore(frame, FIN_CLOSE);
    }

    /** @param body of the peer's close, which a close repeats (RFC 6455, section 5.5.1) */
    static ByteBuf close(ByteBufAllocator allocator, ByteBuf body) {
        return WebSocketHeader.putBefore(open(allocator, body.readableBytes()).writeBytes(body), FIN_CLOSE);
    }

    static ByteBuf ping(ByteBufAllocator allocator) {
        return WebSocketHeader.putBefore(open(allocator, 0), FIN_PING);
    }

    /** @param payload of the ping (RFC 6455, section 5.5.3) */
    static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
        return WebSocketHeader.putBefore(
                open(allocator, payload.readableBytes()).writeBytes(payload), FIN_PONG);
    }
}
