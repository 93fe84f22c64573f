package atrium.platform.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import reactor.netty.resources.LoopResources;

/**
 * The process's event loops: one a core, shared by the web server and every own server.
 *
 * <p>Shared, because what arrives on one protocol leaves on another: with one set of loops a frame reaches most of its
 * viewers without changing threads, and more threads than cores would only add switches. Native transport (io_uring,
 * epoll) is used where its library is on the class path and the kernel allows it.
 */
public final class EventLoops implements DisposableBean {

    private static final Duration QUIET = Duration.ofMillis(100);
    private static final Duration STOP = Duration.ofSeconds(3);

    private final LoopResources resources;
    private final EventLoopGroup workers;

    public EventLoops(int threads) {
        this.resources = LoopResources.create("atrium", 1, threads, true);
        this.workers = resources.onServer(true);
    }

    /** One loop for each core of this machine. */
    public static EventLoops onePerCore() {
        return new EventLoops(Runtime.getRuntime().availableProcessors());
    }

    public LoopResources resources() {
        return resources;
    }

    public EventLoopGroup workers() {
        return workers;
    }

    /** A loop for something that lives on one loop, in turn. */
    public EventLoop next() {
        return workers.next() instanceof EventLoop loop ? loop : failNoLoop();
    }

    EventLoopGroup acceptor() {
        return resources.onServerSelect(true);
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return resources.onChannelClass(ServerSocketChannel.class, workers);
    }

    @Override
    public void destroy() {
        resources.disposeLater(QUIET, STOP).block(STOP.plus(STOP));
    }

    private static EventLoop failNoLoop() {
        throw new IllegalStateException("the event loop group gave no event loop");
    }
}
