package atrium.chat.transport.danmaku;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.util.function.Supplier;
import reactor.netty.NettyPipeline;

/**
 * What a connection goes through:
 *
 * <pre>
 *   TCP:        socket → frames → session
 *   WebSocket:  socket → Reactor Netty's frame codec → messages → frames → session
 * </pre>
 *
 * <p>Both ways out are bare: a session writes bytes that are ready for the socket.
 */
final class DanmakuPipeline extends ChannelInitializer<Channel> {

    private static final String MESSAGES = "atrium.messages";
    private static final String FRAMES = "atrium.frames";
    private static final String SESSION = "atrium.session";

    private final DanmakuProtocol protocol;
    private final DanmakuConnections connections;
    private final Supplier<String> memberIds;

    /** @param memberIds gives a new, unguessable word each time */
    DanmakuPipeline(DanmakuProtocol protocol, DanmakuConnections connections, Supplier<String> memberIds) {
        this.protocol = protocol;
        this.connections = connections;
        this.memberIds = memberIds;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(FRAMES, frames()).addLast(SESSION, session(Carrier.TCP));
        connections.add(channel);
    }

    /** Takes a channel that was upgraded to a WebSocket; what is left behind in its pipeline sees nothing of it. */
    void initWebSocket(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(NettyPipeline.ReactiveBridge, MESSAGES, new BinaryMessages())
                .addBefore(NettyPipeline.ReactiveBridge, FRAMES, frames())
                .addBefore(NettyPipeline.ReactiveBridge, SESSION, session(Carrier.WEBSOCKET));
        connections.add(channel);
        channel.config().setAutoRead(true);
    }

    private FrameDecoder frames() {
        return new FrameDecoder(protocol::longestText);
    }

    private DanmakuSession session(Carrier carrier) {
        return new DanmakuSession(protocol, carrier, memberIds.get());
    }
}
