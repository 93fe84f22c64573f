package atrium.chat.transport.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;

/**
 * Takes a connection out of Reactor Netty's hands after the upgrade. What that keeps for a request, both heads and the
 * operations on its streams, means nothing to a WebSocket that is no stream, and is most of what an idle one would cost.
 */
final class Takeover {

    private Takeover() {}

    /** On the connection's event loop, while the answer to the upgrade is being finished. */
    static void of(Connection upgraded) {
        Channel channel = upgraded.channel();
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.ReactiveBridge) != null) {
            pipeline.remove(NettyPipeline.ReactiveBridge);
        }
        // Later, because the request itself still ends, and would end the connection if this were no WebSocket.
        channel.eventLoop().execute(() -> upgraded.rebind(null));
    }
}
