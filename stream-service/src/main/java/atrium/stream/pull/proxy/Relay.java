package atrium.stream.pull.proxy;

import atrium.platform.netty.EventLoops;
import atrium.stream.access.SourceScheme;
import atrium.stream.access.SourceUrl;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A port of loopback that leads to one source, for the time of one child.
 *
 * <p>Anybody on this machine may connect to it and reaches that source, and no more: the user and password are the
 * child's, which sends them itself.
 */
final class Relay implements AutoCloseable {

    private final SourceUrl source;
    private final Dialer dialer;
    private final Pass pass;
    private final ProxyLimits limits;
    private final Channel listening;

    /** Opens the port. Blocks. */
    Relay(SourceUrl source, EventLoops loops, Dialer dialer, Pass pass, ProxyLimits limits) throws IOException {
        this.source = source;
        this.dialer = dialer;
        this.pass = pass;
        this.limits = limits;
        this.listening = Loopback.listen(loops, new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel accepted) {
                accept(accepted);
            }
        });
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.localAddress();
    }

    @Override
    public void close() {
        listening.close();
    }

    private void accept(SocketChannel child) {
        child.config().setAutoRead(false);
        child.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (!pass.admit(child)) {
            child.close();
            return;
        }
        dialer.dial(source, child.eventLoop(), camera -> prepare(camera, child)).whenComplete((camera, failure) -> {
            if (camera == null) {
                Trouble.tell(pass, failure);
                child.close();
            } else {
                pass.succeeded();
                join(child, camera);
            }
        });
    }

    private void prepare(SocketChannel camera, Channel child) {
        if (source.scheme() == SourceScheme.RTSP || source.scheme() == SourceScheme.RTSPS) {
            camera.pipeline().addLast(new RtspReplies(limits.headBytes(), e -> Trouble.tell(pass, e)));
        }
        camera.pipeline().addLast(new RelayHandler(child));
    }

    private static void join(SocketChannel child, Channel camera) {
        if (!child.isActive()) {
            camera.close();
            return;
        }
        child.pipeline().addLast(new RelayHandler(camera));
        child.read();
        camera.read();
    }
}
