package atrium.stream.pull.proxy;

import atrium.platform.netty.EventLoops;
import atrium.stream.access.SourcePolicy;
import atrium.stream.access.SourceRefusedException;
import atrium.stream.access.SourceScheme;
import atrium.stream.access.SourceUrl;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Connects to what the policy allows, at an address that was checked for this very connection: the name is looked up
 * once, so it cannot be another one's by the time of connecting.
 */
final class Dialer {

    /** What blocks is the look-up of a name alone. */
    private static final String THREAD = "source-lookup";

    private final SourcePolicy policy;
    private final EventLoops loops;
    private final OutboundTls tls;
    private final ProxyLimits limits;

    Dialer(SourcePolicy policy, EventLoops loops, OutboundTls tls, ProxyLimits limits) {
        this.policy = policy;
        this.loops = loops;
        this.tls = tls;
        this.limits = limits;
    }

    /**
     * Connects to the host of {@code url}, by TLS if its scheme says so, and completes on {@code loop}: with a channel
     * that does not read by itself, or with the {@link SourceRefusedException} of the policy, or with the exception of
     * the last address that was tried.
     *
     * @param pipeline adds what reads the channel
     */
    CompletableFuture<Channel> dial(SourceUrl url, EventLoop loop, Consumer<SocketChannel> pipeline) {
        CompletableFuture<Channel> connected = new CompletableFuture<>();
        Thread.ofVirtual().name(THREAD).start(() -> {
            try {
                List<InetAddress> addresses = policy.check(url);
                loop.execute(() -> tryInTurn(url, addresses, 0, bootstrap(url, loop, pipeline), connected));
            } catch (SourceRefusedException | RuntimeException e) {
                loop.execute(() -> connected.completeExceptionally(e));
            }
        });
        return connected;
    }

    private Bootstrap bootstrap(SourceUrl url, EventLoop loop, Consumer<SocketChannel> pipeline) {
        return new Bootstrap()
                .group(loop)
                .channel(loops.resources().onChannelClass(SocketChannel.class, loops.workers()))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        limits.connect().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (isTls(url)) {
                            channel.pipeline().addLast(tls.handler(channel, url, limits.connect()));
                        }
                        pipeline.accept(channel);
                    }
                });
    }

    private static void tryInTurn(
            SourceUrl url, List<InetAddress> addresses, int at, Bootstrap bootstrap, CompletableFuture<Channel> to) {
        InetSocketAddress address = new InetSocketAddress(addresses.get(at), url.portOrUsual());
        bootstrap.connect(address).addListener((ChannelFuture attempt) -> {
            if (attempt.isSuccess()) {
                handOver(attempt.channel(), to);
            } else if (at + 1 < addresses.size()) {
                tryInTurn(url, addresses, at + 1, bootstrap, to);
            } else {
                to.completeExceptionally(attempt.cause());
            }
        });
    }

    private static void handOver(Channel channel, CompletableFuture<Channel> to) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            to.complete(channel);
            return;
        }
        channel.read(); // the handshake; the handler asks for more by itself
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                to.complete(channel);
            } else {
                channel.close();
                to.completeExceptionally(done.cause());
            }
        });
    }

    private static boolean isTls(SourceUrl url) {
        return url.scheme() == SourceScheme.HTTPS
                || url.scheme() == SourceScheme.RTSPS
                || url.scheme() == SourceScheme.RTMPS;
    }
}
