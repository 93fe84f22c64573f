package atrium.stream.pull.proxy;

import atrium.platform.netty.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy that children read HTTP and HTTPS sources by, on a port of loopback that the system chooses.
 *
 * <p>Only children may use it: each signs in with a token of its own, which counts while the child's {@link Pass} does.
 * What a playlist or a redirect leads to is asked for here like the source itself, and checked like it.
 */
final class SourceProxy implements AutoCloseable {

    private final EventLoops loops;
    private final Dialer dialer;
    private final ProxyLimits limits;
    private final Map<String, Pass> passes = new ConcurrentHashMap<>();
    private @Nullable Channel listening;

    SourceProxy(EventLoops loops, Dialer dialer, ProxyLimits limits) {
        this.loops = loops;
        this.dialer = dialer;
        this.limits = limits;
    }

    /** Lets whoever knows {@code token} connect as {@code pass} says. */
    void open(String token, Pass pass) {
        passes.put(credentials(token), pass);
    }

    void shut(String token) {
        passes.remove(credentials(token));
    }

    /** The port, opened when it is first asked for. Blocks. */
    synchronized int port() throws IOException {
        Channel channel = listening;
        if (channel == null) {
            channel = Loopback.listen(loops, new ChannelInitializer<>() {
                @Override
                protected void initChannel(SocketChannel accepted) {
                    accepted.pipeline().addLast(limits.server(), new ProxyHandler(SourceProxy.this));
                }
            });
            listening = channel;
        }
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The pass of who sends these credentials (RFC 9110, section 11.7.2). */
    Optional<Pass> passOf(@Nullable String authorization) {
        return Optional.ofNullable(authorization == null ? null : passes.get(authorization));
    }

    Dialer dialer() {
        return dialer;
    }

    ProxyLimits limits() {
        return limits;
    }

    @Override
    public synchronized void close() {
        if (listening != null) {
            listening.close();
        }
    }

    private static String credentials(String token) {
        byte[] user = ("ffmpeg:" + token).getBytes(StandardCharsets.US_ASCII);
        return "Basic " + Base64.getEncoder().encodeToString(user);
    }
}
