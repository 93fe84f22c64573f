package atrium.chat.transport.websocket;

import atrium.chat.room.CloseReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.flow.FlowControlHandler;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

/**
 * Takes a connection out of Reactor Netty's hands after the upgrade. What that keeps for a request, both heads and the
 * operations on its streams, means nothing to a WebSocket that is no stream, and is most of what an idle one would cost.
 *
 * <pre>
 *   socket → decoder → flow → member
 *   socket ←─────────────────── member
 * </pre>
 */
final class Takeover {

    private static final String DECODER = "atrium.decoder";
    private static final String FLOW = "atrium.flow";
    private static final String MEMBER = "atrium.member";

    private Takeover() {}

    /** On the connection's event loop, while the answer to the upgrade is being finished. */
    static void of(Connection upgraded, WebSocketMember member) {
        Channel channel = upgraded.channel();
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.replace(handler(pipeline, WebSocketFrameDecoder.class), DECODER, decoder(member.largestMessage()));
        pipeline.remove(handler(pipeline, WebSocketFrameEncoder.class));
        // Hands over frame by frame, so that a pause in reading holds for frames that came in the same packet.
        pipeline.addAfter(DECODER, FLOW, new FlowControlHandler());
        pipeline.addAfter(FLOW, MEMBER, member);
        pipeline.remove(NettyPipeline.ReactiveBridge);
        // Later, because the request itself still ends, and would end the connection if this were no WebSocket.
        channel.eventLoop().execute(() -> upgraded.rebind(null));
    }

    /** What to tell a peer whose bytes the decoder has refused with {@code cause}. */
    static CloseReason reason(Throwable cause) {
        WebSocketCloseStatus status = cause instanceof CorruptedWebSocketFrameException corrupted
                ? corrupted.closeStatus()
                : WebSocketCloseStatus.PROTOCOL_ERROR;
        if (status.code() == CloseReason.TOO_BIG.code()) {
            return CloseReason.TOO_BIG;
        }
        return status.code() == CloseReason.INVALID_UTF8.code()
                ? CloseReason.INVALID_UTF8
                : CloseReason.PROTOCOL_ERROR;
    }

    /** Leaves reserved bits and the close to the member: one knows what was agreed on, the other what is to be said before. */
    private static WebSocketFrameDecoder decoder(int largest) {
        return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(largest)
                .expectMaskedFrames(true)
                .allowExtensions(true)
                .closeOnProtocolViolation(false)
                .build());
    }

    private static ChannelHandler handler(ChannelPipeline pipeline, Class<? extends ChannelHandler> type) {
        ChannelHandler handler = pipeline.get(type);
        if (handler == null) {
            throw new IllegalStateException("no " + type.getSimpleName() + " in the pipeline after an upgrade");
        }
        return handler;
    }
}
