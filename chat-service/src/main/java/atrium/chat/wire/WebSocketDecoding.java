package atrium.chat.wire;

import atrium.chat.room.CloseReason;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;

/**
 * How a client's frames are read (RFC 6455, section 5). What breaks the protocol is an exception; from then on the bytes
 * are read and forgotten, and whoever holds the connection says why and ends it. A decoder that closes at once would do
 * so with bytes unread, and the kernel's reset would overtake the reason.
 */
public final class WebSocketDecoding {

    private WebSocketDecoding() {}

    /**
     * A decoder for one connection.
     *
     * @param largest bytes that a frame may have
     * @param extensions whether reserved bits are left to who comes after
     */
    public static WebSocketFrameDecoder decoder(int largest, boolean extensions) {
        return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(largest)
                .expectMaskedFrames(true)
                .allowExtensions(extensions)
                .closeOnProtocolViolation(false)
                .build());
    }

    /** What to tell a peer whose bytes a decoder has refused with {@code cause}. */
    public static CloseReason reason(Throwable cause) {
        WebSocketCloseStatus status = cause instanceof CorruptedWebSocketFrameException corrupted
                ? corrupted.closeStatus()
                : WebSocketCloseStatus.PROTOCOL_ERROR;
        if (status.code() == CloseReason.TOO_BIG.code()) {
            return CloseReason.TOO_BIG;
        }
        return status.code() == CloseReason.INVALID_UTF8.code() ? CloseReason.INVALID_UTF8 : CloseReason.PROTOCOL_ERROR;
    }
}
