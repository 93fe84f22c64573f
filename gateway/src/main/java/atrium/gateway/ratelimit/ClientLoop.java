package atrium.gateway.ratelimit;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.http.server.HttpServerRequest;

/** The event loop of a client's connection. A request has to stay on it, see {@code LoopConnections}. */
final class ClientLoop {

    private ClientLoop() {}

    static EventExecutor of(ServerHttpRequest request) {
        HttpServerRequest received = ServerHttpRequestDecorator.getNativeRequest(request);
        AtomicReference<EventExecutor> loop = new AtomicReference<>();
        received.withConnection(connection -> loop.set(connection.channel().eventLoop()));
        return loop.get();
    }
}
