package atrium.chat.transport.danmaku;

import atrium.chat.room.CloseReason;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Takes the bytes out of binary WebSocket messages and hands them on as one stream: where messages and fragments begin
 * and end means nothing. Pings and closes are answered here (RFC 6455, section 5.5).
 */
final class BinaryMessages extends ChannelDuplexHandler {

    /** A close frame went out or came in. */
    private boolean closing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            // Anything else is the end of the upgrade request's empty body.
            if (message instanceof WebSocketFrame frame) {
                onFrame(context, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        closing |= message instanceof CloseWebSocketFrame;
        context.write(message, promise);
    }

    private void onFrame(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            onClose(context, close);
        } else if (!closing) {
            onOpenFrame(context, frame);
        }
    }

    /** No extension is ever negotiated, so a reserved bit means nothing (RFC 6455, section 5.2). */
    private static void onOpenFrame(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame.rsv() != 0) {
            context.fireChannelRead(new ClientMessage.Broken(CloseReason.PROTOCOL_ERROR, "a reserved bit is set"));
            return;
        }
        switch (frame) {
            case BinaryWebSocketFrame binary ->
                context.fireChannelRead(binary.content().retain());
            case ContinuationWebSocketFrame more ->
                context.fireChannelRead(more.content().retain());
            case PingWebSocketFrame ping -> pong(context, ping);
            case PongWebSocketFrame pong -> {}
            default ->
                context.fireChannelRead(
                        new ClientMessage.Broken(CloseReason.UNSUPPORTED_DATA, "a text message (expected: binary)"));
        }
    }

    /**
     * Leaves when all is read. Not every ping needs an answer (RFC 6455, section 5.5.3): none waits for a client that does
     * not read.
     */
    private static void pong(ChannelHandlerContext context, PingWebSocketFrame ping) {
        if (context.channel().isWritable()) {
            context.write(new PongWebSocketFrame(ping.content().retain()), context.voidPromise());
        }
    }

    /** Section 5.5.1: a close is answered with the same code, then the server closes the connection. */
    private void onClose(ChannelHandlerContext context, CloseWebSocketFrame frame) {
        if (closing) {
            context.close();
        } else {
            closing = true;
            context.writeAndFlush(frame.retainedDuplicate()).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
