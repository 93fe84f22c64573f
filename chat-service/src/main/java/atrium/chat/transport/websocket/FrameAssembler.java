package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of data frames: puts the fragments together (RFC 6455, section 5.4), expands what is compressed, checks
 * size and spelling. That fragments come in a legal order is the decoder's business.
 *
 * <p>Confined to the connection's event loop; {@link #release} when it ends.
 */
final class FrameAssembler {

    /** Enough for every client that does not mean harm; empty ones would otherwise never end. */
    private static final int MOST_FRAGMENTS = 1024;

    /** RSV1, which marks a compressed message in its first frame (RFC 7692, section 6). */
    private static final int COMPRESSED = 0b100;

    private final @Nullable Inflation inflation;
    private @Nullable ByteBuf begun;
    private int fragments;
    private boolean compressed;

    /** @param inflation null where compression was not agreed on */
    FrameAssembler(@Nullable Inflation inflation) {
        this.inflation = inflation;
    }

    /**
     * Whether {@code frame}'s reserved bits mean something (RFC 6455, section 5.2).
     *
     * @param frame of any kind
     */
    boolean understandsBits(WebSocketFrame frame) {
        boolean canBeCompressed = inflation != null && begun == null && isFirstOfData(frame);
        return frame.rsv() == 0 || (canBeCompressed && frame.rsv() == COMPRESSED);
    }

    /** Takes the next data frame, which it does not release. @param largest in bytes, compressed or not */
    Inbound add(WebSocketFrame frame, int largest) {
        if (frame instanceof BinaryWebSocketFrame) {
            return new Inbound.Refused(CloseReason.UNSUPPORTED_DATA);
        }
        if (size() + frame.content().readableBytes() > largest) {
            return new Inbound.Refused(CloseReason.TOO_BIG);
        }
        if (begun == null) {
            compressed = frame.rsv() == COMPRESSED;
        }
        if (begun == null && frame.isFinalFragment()) {
            return whole(frame.content(), largest);
        }
        return append(frame, largest);
    }

    void release() {
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }

    private long size() {
        return begun == null ? 0 : begun.readableBytes();
    }

    private Inbound append(WebSocketFrame frame, int largest) {
        if (begun == null) {
            begun = frame.content().alloc().buffer(2 * frame.content().readableBytes());
            fragments = 0;
        }
        if (++fragments > MOST_FRAGMENTS) {
            return new Inbound.Refused(CloseReason.TOO_MANY_FRAGMENTS);
        }
        begun.writeBytes(frame.content());
        if (!frame.isFinalFragment()) {
            return new Inbound.Unfinished();
        }
        try {
            return whole(begun, largest);
        } finally {
            release();
        }
    }

    private Inbound whole(ByteBuf message, int largest) {
        return inflation != null && compressed
                ? spelled(inflation.expand(message, largest))
                : spelled(new Inbound.Message(ByteBufUtil.getBytes(message)));
    }

    /** RFC 6455, section 8.1. */
    private static Inbound spelled(Inbound inbound) {
        return inbound instanceof Inbound.Message message
                        && !ByteBufUtil.isText(Unpooled.wrappedBuffer(message.utf8()), StandardCharsets.UTF_8)
                ? new Inbound.Refused(CloseReason.INVALID_UTF8)
                : inbound;
    }

    private static boolean isFirstOfData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    }
}
