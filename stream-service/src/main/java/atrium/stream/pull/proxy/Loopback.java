package atrium.stream.pull.proxy;

import atrium.platform.netty.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;

/** Ports for the children on this machine. */
final class Loopback {

    private static final int BACKLOG = 64;
    private static final WriteBufferWaterMark ROOM = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private Loopback() {}

    /** Listens on a port that the system chooses; never on an address that another machine could reach. Blocks. */
    static Channel listen(EventLoops loops, ChannelInitializer<SocketChannel> pipeline) throws IOException {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.workers())
                .channel(loops.resources().onChannelClass(ServerSocketChannel.class, loops.workers()))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ROOM)
                .childHandler(pipeline)
                .bind(InetAddress.getLoopbackAddress(), 0)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("no port of loopback for a child", bound.cause());
        }
        return bound.channel();
    }
}
