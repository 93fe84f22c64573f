package atrium.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

class LoopConnectionsTests {

    private static final int LOOPS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LoopResources loops = LoopResources.create("loop-connections", LOOPS, true);
    private final Set<Channel> connected = ConcurrentHashMap.newKeySet();
    private DisposableServer service;

    @BeforeEach
    void start() {
        service = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.sendString(Mono.just("answer")))
                .bindNow();
    }

    @AfterEach
    void stop() {
        service.disposeNow();
        loops.disposeLater(Duration.ZERO, PATIENCE).block(PATIENCE);
    }

    @Test
    void a_request_gets_a_connection_of_the_event_loop_that_asks() {
        HttpClient client = client(new LoopConnections(() -> ConnectionProvider.create("services")));

        for (int round = 0; round < 3; round++) {
            eachLoop(client).forEach((asking, answered) -> assertThat(answered).isSameAs(asking));
        }

        assertThat(connected).as("one for each loop, kept").hasSize(LOOPS);
    }

    @Test
    void a_loop_that_is_asked_for_in_the_middle_of_its_first_task_is_found() throws Exception {
        LoopConnections.introduce(loops, true);
        EventLoop busy = loops.onServer(true).next();
        EventLoop first = loops.onServer(true).next();
        CompletableFuture<Void> running = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Future<EventLoop> found = busy.submit(() -> {
            running.complete(null);
            asked.join();
            return loops.onClient(true).next();
        });
        running.join();

        assertThat(first.submit(() -> loops.onClient(true).next()).get()).isSameAs(first);
        asked.complete(null);
        assertThat(found.get()).isSameAs(busy);
    }

    @Test
    void connections_end_with_it() {
        LoopConnections connections = new LoopConnections(() -> ConnectionProvider.create("services"));
        eachLoop(client(connections));

        connections.disposeLater().block(PATIENCE);

        assertThat(connections.isDisposed()).isTrue();
        assertThat(connected)
                .hasSize(LOOPS)
                .allMatch(channel -> channel.closeFuture().awaitUninterruptibly(PATIENCE.toMillis()));
    }

    private HttpClient client(ConnectionProvider connections) {
        return HttpClient.create(connections)
                .runOn(loops)
                .remoteAddress(service::address)
                .doOnConnected(connection -> connected.add(connection.channel()));
    }

    /** One request after the other, asked on each loop; on which loop the answer came. */
    private Map<EventLoop, EventLoop> eachLoop(HttpClient client) {
        Map<EventLoop, EventLoop> answered = new HashMap<>();
        for (EventLoop asking : all()) {
            CompletableFuture<EventLoop> end = new CompletableFuture<>();
            asking.execute(() -> client.get()
                    .uri("/")
                    .responseConnection((response, connection) -> connection
                            .inbound()
                            .receive()
                            .then(Mono.just(connection.channel().eventLoop())))
                    .subscribe(end::complete, end::completeExceptionally));
            answered.put(
                    asking,
                    end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        }
        return answered;
    }

    private List<EventLoop> all() {
        EventLoopGroup group = loops.onClient(true);
        List<EventLoop> all = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            all.add(group.next());
        }
        return all;
    }
}
