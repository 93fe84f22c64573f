package atrium.chat.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.jspecify.annotations.Nullable;

/**
 * Puts the fragments of a message together (RFC 6455, section 5.4). That they come in a legal order is the decoder's
 * business. Confined to the connection's event loop; {@link #release} when it ends.
 */
final class FrameAssembler {

    private @Nullable ByteBuf begun;

    /** Bytes of the message so far, with {@code frame}. */
    long sizeWith(WebSocketFrame frame) {
        long before = begun == null ? 0 : begun.readableBytes();
        return before + frame.content().readableBytes();
    }

    /** The whole message, owned by the caller, if {@code frame} is its last or only one. Does not release the frame. */
    @Nullable
    ByteBuf add(WebSocketFrame frame) {
        if (begun == null && frame.isFinalFragment()) {
            return frame.content().retain();
        }
        if (begun == null) {
            begun = frame.content().alloc().buffer(2 * frame.content().readableBytes());
        }
        begun.writeBytes(frame.content());
        return frame.isFinalFragment() ? take() : null;
    }

    void release() {
        ByteBuf message = take();
        if (message != null) {
            message.release();
        }
    }

    private @Nullable ByteBuf take() {
        ByteBuf message = begun;
        begun = null;
        return message;
    }
}
