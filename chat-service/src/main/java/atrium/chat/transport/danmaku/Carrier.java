package atrium.chat.transport.danmaku;

import atrium.chat.wire.WebSocketHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;

/** What the frames travel in. */
enum Carrier {
    /** Nothing else: they follow each other. */
    TCP,
    /** Binary messages (RFC 6455, section 5.6); ours have one frame each. */
    WEBSOCKET;

    private static final int FIN_BINARY = 0x82;

    /** Bytes that {@link #wrap} needs in front of a frame. */
    int headroom() {
        return switch (this) {
            case TCP -> 0;
            case WEBSOCKET -> WebSocketHeader.LONGEST;
        };
    }

    /** Makes what is readable ready to be written to a channel as it is. */
    ByteBuf wrap(ByteBuf frame) {
        return switch (this) {
            case TCP -> frame;
            case WEBSOCKET -> WebSocketHeader.putBefore(frame, FIN_BINARY);
        };
    }

    /** Ends the connection once all that was written has left. @param code as RFC 6455, section 7.4, has them */
    void end(ChannelHandlerContext context, int code, String reason) {
        switch (this) {
            case TCP -> context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            case WEBSOCKET -> context.writeAndFlush(new CloseWebSocketFrame(code, reason), context.voidPromise());
        }
    }
}
