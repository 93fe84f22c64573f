package atrium.platform.netty;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * One listening TCP port with its pipeline: opened when the application starts, closed with all its connections when it
 * stops, in the phase that it is given.
 *
 * <p>Meters: {@code atrium.server.connections} and {@code atrium.server.refused}, by {@code server}.
 */
public final class NettyServer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(NettyServer.class);
    private static final int BACKLOG = 1024;
    private static final long CLOSE_SECONDS = 3;

    private final String name;
    private final NettyServerProperties properties;
    private final EventLoops loops;
    private final ChannelInitializer<? extends Channel> pipeline;
    private final int phase;
    private final Counter refused;
    private volatile ChannelGroup open = connections();
    private volatile @Nullable Channel listening;

    /**
     * @param name a word for logs and meters, e.g. {@code rtmp}
     * @param pipeline what a new connection's pipeline is made of; called on its event loop
     */
    public NettyServer(
            String name,
            NettyServerProperties properties,
            EventLoops loops,
            ChannelInitializer<? extends Channel> pipeline,
            int phase,
            MeterRegistry meters) {
        this.name = name;
        this.properties = properties;
        this.loops = loops;
        this.pipeline = pipeline;
        this.phase = phase;
        this.refused =
                Counter.builder("atrium.server.refused").tag("server", name).register(meters);
        Gauge.builder("atrium.server.connections", this, server -> server.open.size())
                .tag("server", name)
                .register(meters);
    }

    /** @throws PortInUseException if somebody else listens there already */
    @Override
    public void start() {
        open = connections();
        ChannelHandler limit = new ConnectionLimitHandler(open, properties.maxConnections(), refused);
        var bound = new ServerBootstrap()
                .group(loops.acceptor(), loops.workers())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(limit)
                .childHandler(pipeline)
                .bind(properties.address(), properties.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PortInUseException(name, properties.address(), properties.port(), bound.cause());
        }
        listening = bound.channel();
        log.info("{} listens on {}", name, bound.channel().localAddress());
    }

    @Override
    public void stop() {
        Channel channel = listening;
        listening = null;
        if (channel != null) {
            channel.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            open.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Override
    public boolean isRunning() {
        return listening != null;
    }

    @Override
    public int getPhase() {
        return phase;
    }

    /** Once closed, it closes at once what is still accepted then: each start has one of its own. */
    private static ChannelGroup connections() {
        return new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    }

    /** The port in use, also where the configured one is 0. */
    public int port() {
        Channel channel = listening;
        if (channel == null) {
            throw new IllegalStateException(name + " does not listen");
        }
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }
}
