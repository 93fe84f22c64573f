package atrium.gateway;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** An instance of a service that answers as a test wants, and remembers what it was asked. */
public final class Upstream implements AutoCloseable {

    /** The header of an answer that names its instance. */
    public static final String SERVED_BY = "Served-By";

    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final DisposableServer server;
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    private Upstream(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connection -> connections.add(connection.channel()))
                .handle((request, response) -> {
                    asked.add(request.method() + " " + request.uri());
                    return answer.apply(request, response.header(SERVED_BY, port(request)));
                })
                .bindNow();
    }

    public static Upstream answering(BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> answer) {
        return new Upstream(answer);
    }

    /** One that takes what it is sent and says how much that was; an upgrade it refuses. */
    public static Upstream counting() {
        return new Upstream((request, response) -> request.receive()
                .aggregate()
                .asByteArray()
                .map(body -> body.length)
                .defaultIfEmpty(0)
                .flatMap(length -> {
                    String text = Integer.toString(length);
                    return response.status(request.requestHeaders().contains("Upgrade") ? 403 : 200)
                            .header("Content-Length", Integer.toString(text.length()))
                            .sendString(Mono.just(text))
                            .then();
                }));
    }

    /** One that reads a request and hangs up. */
    public static Upstream breaking() {
        return new Upstream((request, response) -> request.receive()
                .then()
                .doFinally(end -> request.withConnection(
                        connection -> connection.channel().close()))
                .then(Mono.never()));
    }

    public int port() {
        return server.port();
    }

    /** Method and target of each request, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    public ServiceInstance instance(double weight) {
        return instance(port(), weight);
    }

    public static ServiceInstance instance(int port, double weight) {
        return new DefaultServiceInstance(
                "i-" + port, "some", "127.0.0.1", port, false, Map.of("nacos.weight", Double.toString(weight)));
    }

    /** As a process that is killed: it does not listen any more, and its connections are gone. */
    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(2));
        connections.close().awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static String port(HttpServerRequest request) {
        return Integer.toString(request.hostAddress().getPort());
    }
}
