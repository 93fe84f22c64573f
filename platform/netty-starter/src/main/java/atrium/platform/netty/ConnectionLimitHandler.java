package atrium.platform.netty;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

/** Remembers the open connections of a server and closes the ones beyond its limit, before they cost anything. */
@Sharable
final class ConnectionLimitHandler extends ChannelInboundHandlerAdapter {

    private final ChannelGroup open;
    private final int limit;
    private final Counter refused;

    ConnectionLimitHandler(ChannelGroup open, int limit, Counter refused) {
        this.open = open;
        this.limit = limit;
        this.refused = refused;
    }

    /** On the accepting channel, where the message is the new connection. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel connection = (Channel) message;
        if (open.size() >= limit) {
            refused.increment();
            connection.unsafe().closeForcibly();
            return;
        }
        open.add(connection);
        context.fireChannelRead(message);
    }
}
