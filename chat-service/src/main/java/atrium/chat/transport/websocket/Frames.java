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

/** Whole WebSocket frames as a server sends them. */
final class Frames {

    /** A control frame's payload is no longer (RFC 6455, section 5.5). */
    private static final int LONGEST_CONTROL = 125;

    private Frames() {}

    /** Something that writes a payload. */
    interface Payload {
        void writeTo(OutputStream out) throws IOException;
    }

    static ByteBuf text(ByteBufAllocator allocator, String text) {
        ByteBuf frame = allocator.directBuffer(WebSocketHeader.LONGEST + ByteBufUtil.utf8MaxBytes(text));
        frame.setIndex(WebSocketHeader.LONGEST, WebSocketHeader.LONGEST);
        frame.writeCharSequence(text, StandardCharsets.UTF_8);
        return WebSocketHeader.putBefore(frame, WebSocketHeader.FIN_TEXT);
    }

    /** @param size a guess at the payload's length */
    static ByteBuf text(ByteBufAllocator allocator, int size, Payload payload) {
        ByteBuf frame = allocator.directBuffer(WebSocketHeader.LONGEST + size);
        frame.setIndex(WebSocketHeader.LONGEST, WebSocketHeader.LONGEST);
        try (ByteBufOutputStream out = new ByteBufOutputStream(frame)) {
            payload.writeTo(out);
        } catch (IOException e) {
            frame.release();
            throw new UncheckedIOException(e);
        }
        return WebSocketHeader.putBefore(frame, WebSocketHeader.FIN_TEXT);
    }

    static ByteBuf close(ByteBufAllocator allocator, CloseReason reason) {
        ByteBuf frame = allocator.directBuffer(WebSocketHeader.LONGEST + LONGEST_CONTROL);
        frame.setIndex(WebSocketHeader.LONGEST, WebSocketHeader.LONGEST);
        frame.writeShort(reason.code());
        frame.writeCharSequence(reason.text(), StandardCharsets.US_ASCII);
        return WebSocketHeader.putBefore(frame, WebSocketHeader.FIN_CLOSE);
    }

    static ByteBuf ping(ByteBufAllocator allocator) {
        ByteBuf frame = allocator.directBuffer(WebSocketHeader.LONGEST);
        frame.setIndex(WebSocketHeader.LONGEST, WebSocketHeader.LONGEST);
        return WebSocketHeader.putBefore(frame, WebSocketHeader.FIN_PING);
    }
}
