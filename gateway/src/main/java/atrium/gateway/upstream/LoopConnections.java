package atrium.gateway.upstream;

import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.TransportConfig;

/**
 * A pool of connections for each event loop, so that a request and its answer stay on the loop of the client's connection.
 *
 * <p>From one pool for all, a request gets whatever connection is idle, most often another loop's. Each piece of body then
 * changes threads, and worse: Reactor Netty 1.3.7 flushes an answer that comes from another thread in one task and ends the
 * request in the next. If the client's next request comes in between, on a connection that was being read for a body, it is
 * parked, and nobody reads that connection any more (reactor-netty issue 4361): an upload stood still for ever.
 */
final class LoopConnections implements ConnectionProvider {

    private final Supplier<ConnectionProvider> pools;
    private final Map<EventExecutor, ConnectionProvider> byLoop = new ConcurrentHashMap<>();

    /** @param pools makes an empty pool */
    LoopConnections(Supplier<ConnectionProvider> pools) {
        this.pools = pools;
    }

    /**
     * Tells the loops that they are the client's own. By themselves they learn it by a task of each, which is queued when the
     * client first needs one: in the middle of a gateway's first requests, which would get any loop's connections.
     */
    static void introduce(LoopResources loops, boolean preferNative) {
        for (EventExecutor loop : loops.onClient(preferNative)) {
            loop.submit(() -> {}).syncUninterruptibly();
        }
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig config,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remote,
            @Nullable AddressResolverGroup<?> resolver) {
        return byLoop.computeIfAbsent(askingLoop(config), loop -> pools.get())
                .acquire(config, observer, remote, resolver);
    }

    /** The client's loop that runs this: then it is the one that a new connection gets, too. Others share a pool. */
    private static EventExecutor askingLoop(TransportConfig config) {
        for (EventExecutor loop : config.loopResources().onClient(config.isPreferNative())) {
            if (loop.inEventLoop()) {
                return loop;
            }
        }
        return ImmediateEventExecutor.INSTANCE;
    }

    @Override
    public void disposeWhen(SocketAddress remote) {
        all().forEach(pool -> pool.disposeWhen(remote));
    }

    @Override
    public Mono<Void> disposeLater() {
        return Flux.fromIterable(all())
                .flatMap(ConnectionProvider::disposeLater)
                .then();
    }

    @Override
    public boolean isDisposed() {
        return !byLoop.isEmpty() && all().stream().allMatch(ConnectionProvider::isDisposed);
    }

    private List<ConnectionProvider> all() {
        return List.copyOf(byLoop.values());
    }
}
