package atrium.chat.transport.websocket;

import atrium.chat.wire.WebSocketDecoding;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
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
        // Reserved bits are left to the member, who knows what was agreed on.
        pipeline.replace(
                handler(pipeline, WebSocketFrameDecoder.class),
                DECODER,
                WebSocketDecoding.decoder(member.largestMessage(), true));
        pipeline.remove(handler(pipeline, WebSocketFrameEncoder.class));
        // Hands over frame by frame, so that a pause in reading holds for frames that came in the same packet.
        pipeline.addAfter(DECODER, FLOW, new FlowControlHandler());
        pipeline.addAfter(FLOW, MEMBER, member);
        pipeline.remove(NettyPipeline.ReactiveBridge);
        // Later, because the request itself still ends, and would end the connection if this were no WebSocket.
        Connection bare = () -> channel;
        channel.eventLoop().execute(() -> upgraded.rebind(bare));
    }

    private static ChannelHandler handler(ChannelPipeline pipeline, Class<? extends ChannelHandler> type) {
        ChannelHandler handler = pipeline.get(type);
        if (handler == null) {
            throw new IllegalStateException("no " + type.getSimpleName() + " in the pipeline after an upgrade");
        }
        return handler;
    }
}
