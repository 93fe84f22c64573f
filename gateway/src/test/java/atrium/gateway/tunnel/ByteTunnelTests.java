package atrium.gateway.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.gateway.route.Instances;
import atrium.platform.testsupport.FreePorts;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.http.server.WebsocketServerSpec;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.gateway.tunnel.stall-timeout=3s",
            "spring.cloud.gateway.server.webflux.routes[0].id=chat",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/ws/**",
            "spring.cloud.gateway.server.webflux.routes[1].id=media",
            "spring.cloud.gateway.server.webflux.routes[1].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/stream/{name}.flv",
            "spring.cloud.gateway.server.webflux.routes[1].metadata.endless-replies=true",
        })
class ByteTunnelTests {

    private static final Map<String, List<ServiceInstance>> INSTANCES = new ConcurrentHashMap<>();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int gateway;

    @Autowired
    private MeterRegistry meters;

    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    private DisposableServer upstream;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return service -> INSTANCES.getOrDefault(service, List.of());
        }
    }

    @AfterEach
    void stop() {
        INSTANCES.clear();
        if (upstream != null) {
            upstream.disposeNow();
        }
    }

    @Test
    void messages_of_any_size_pass_both_ways_and_the_tunnel_is_counted() throws Exception {
        echo();
        Client client = new Client();
        WebSocket socket = connect("/ws/room", client);
        assertThat(tunnels()).isEqualTo(1);

        for (int size : new int[] {1, 125, 126, 65_535, 65_536, 1_000_000}) {
            socket.sendText("x".repeat(size), true).join();

            assertThat(client.texts.poll(10, TimeUnit.SECONDS)).hasSize(size);
        }

        socket.sendClose(4321, "enough").join();
        await().atMost(PATIENCE).until(() -> tunnels() == 0);
    }

    @Test
    void a_subprotocol_is_agreed_with_the_service_itself() {
        serve(routes -> routes.ws(
                "/ws/room",
                (in, out) -> out.sendString(Mono.just("welcome")).neverComplete(),
                WebsocketServerSpec.builder().protocols("atrium.chat.v1").build()));

        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("other", "atrium.chat.v1")
                .buildAsync(uri("/ws/room"), new Client())
                .join();

        assertThat(socket.getSubprotocol()).isEqualTo("atrium.chat.v1");
        socket.abort();
    }

    @Test
    void an_extension_is_agreed_with_the_service_itself() throws Exception {
        serve(routes -> routes.ws(
                "/ws/room",
                (in, out) -> out.neverComplete(),
                WebsocketServerSpec.builder().compress(true).build()));

        assertThat(handshake("/ws/room", "Sec-WebSocket-Extensions: permessage-deflate"))
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("sec-websocket-extensions: permessage-deflate");
    }

    /** RFC 9112, section 6.3: it has no body. Some clients refuse one that speaks of its length. */
    @Test
    void the_answer_to_an_upgrade_tells_nothing_of_a_body() throws Exception {
        echo();

        assertThat(handshake("/ws/room"))
                .startsWith("HTTP/1.1 101")
                .doesNotContainIgnoringCase("content-length")
                .doesNotContainIgnoringCase("transfer-encoding");
    }

    @Test
    void the_service_sees_the_client_s_host_origin_and_address_and_not_what_it_says_of_others() throws Exception {
        serve(routes -> routes.get(
                "/ws/{room}",
                (request, response) -> response.status(404)
                        .header(
                                "Seen-Host",
                                String.valueOf(request.requestHeaders().get("Host")))
                        .header(
                                "Seen-Origin",
                                String.valueOf(request.requestHeaders().get("Origin")))
                        .header(
                                "Seen-For",
                                String.join("|", request.requestHeaders().getAll("X-Forwarded-For")))
                        .header(
                                "Seen-Forwarded-Host",
                                String.valueOf(request.requestHeaders().get("X-Forwarded-Host")))
                        .header(
                                "Seen-Forwarded",
                                String.valueOf(request.requestHeaders().get("Forwarded")))
                        .send()));

        assertThat(handshake(
                        "/ws/room",
                        "Host: chat.example.org:8080",
                        "Origin: http://chat.example.org:8080",
                        "X-Forwarded-For: 203.0.113.66",
                        "X-Forwarded-Host: evil.example",
                        "Forwarded: for=203.0.113.66;host=evil.example"))
                .containsIgnoringCase("seen-host: chat.example.org:8080\r\n")
                .containsIgnoringCase("seen-origin: http://chat.example.org:8080\r\n")
                .containsIgnoringCase("seen-for: 127.0.0.1\r\n")
                .containsIgnoringCase("seen-forwarded-host: null\r\n")
                .containsIgnoringCase("seen-forwarded: null\r\n");
    }

    @Test
    void the_service_s_close_code_reaches_the_client() throws Exception {
        serve(routes -> routes.ws("/ws/room", (in, out) -> out.sendClose(4003, "room full")));
        Client client = new Client();

        connect("/ws/room", client);

        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isEqualTo("4003 room full");
    }

    @Test
    void a_refused_upgrade_is_the_service_s_own_answer() {
        serve(routes -> routes.get(
                "/ws/{room}",
                (request, response) -> response.status(404)
                        .header("Content-Type", "application/problem+json")
                        .sendString(Mono.just("{\"code\":\"no-room\"}"))));

        assertThatThrownBy(() -> connect("/ws/none", new Client()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    assertThat(refused.getResponse().statusCode()).isEqualTo(404);
                    assertThat(refused.getResponse().headers().firstValue("Content-Type"))
                            .hasValue("application/problem+json");
                });
    }

    @Test
    void without_a_live_instance_the_upgrade_is_503() {
        assertRefused(503);
        INSTANCES.put("chat-service", List.of(instance(FreePorts.one())));
        assertRefused(503);
    }

    @Test
    void a_service_that_hangs_up_instead_of_answering_is_502() {
        upstream = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    request.withConnection(connection -> connection.channel().close());
                    return Mono.never();
                })
                .bindNow();
        INSTANCES.put("chat-service", List.of(instance(upstream.port())));

        assertRefused(502);
    }

    @Test
    void a_reader_that_stops_stops_the_sender_and_loses_nothing() throws Exception {
        int messages = 2_000;
        AtomicInteger produced = new AtomicInteger();
        serve(routes -> routes.ws(
                "/ws/room",
                (in, out) -> out.sendString(Flux.range(0, messages)
                        .map(n -> n + ":" + "y".repeat(20_000))
                        .doOnNext(n -> produced.incrementAndGet()))));
        Client client = new Client();
        client.paused = true;
        WebSocket socket = connect("/ws/room", client);
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(produced::get, made -> made < messages);

        client.paused = false;
        socket.request(Long.MAX_VALUE);

        for (int n = 0; n < messages; n++) {
            assertThat(client.texts.poll(10, TimeUnit.SECONDS)).startsWith(n + ":");
        }
    }

    @Test
    void a_service_that_dies_ends_the_client_s_connection() throws Exception {
        echo();
        Client client = new Client();
        connect("/ws/room", client);

        connections.forEach(DisposableChannel::dispose);

        assertThat(client.closed.get(10, TimeUnit.SECONDS)).isNotNull();
        await().atMost(PATIENCE).until(() -> tunnels() == 0);
    }

    @Test
    void a_connection_whose_upgrade_was_refused_still_serves_requests() throws Exception {
        serve(routes -> routes.get(
                "/ws/{room}", (request, response) -> response.status(404).sendString(Mono.just("no"))));
        try (var socket = new Socket("127.0.0.1", gateway)) {
            socket.setSoTimeout(10_000);
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream()
                        .write(("GET /ws/none HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                        + "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                        + "Sec-WebSocket-Version: 13\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] start = socket.getInputStream().readNBytes(12);
                assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
                drainToBody(socket, "no");
            }
        }
    }

    @Test
    void an_endless_reply_passes_as_it_comes_with_the_service_s_headers() throws Exception {
        Sinks.Many<String> body = Sinks.many().unicast().onBackpressureBuffer();
        serve(routes -> routes.get(
                "/stream/{name}",
                (request, response) -> response.header("Content-Type", "video/x-flv")
                        .header("Seen", String.valueOf(request.requestHeaders().get("X-Asked")))
                        .sendString(body.asFlux(), StandardCharsets.US_ASCII)
                        .then()));
        body.tryEmitNext("first");

        var answer = http.send(get("/stream/cam.flv"), BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("video/x-flv");
        assertThat(answer.headers().firstValue("Seen")).hasValue("yes");
        assertThat(answer.body().readNBytes(5)).asString().isEqualTo("first");
        assertThat(tunnels()).isEqualTo(1);

        body.tryEmitNext("second");
        assertThat(answer.body().readNBytes(6)).asString().isEqualTo("second");
        body.tryEmitComplete();
        assertThat(answer.body().read()).isEqualTo(-1);
        await().atMost(PATIENCE).until(() -> tunnels() == 0);
    }

    @Test
    void a_refused_endless_reply_is_the_service_s_own_answer_and_the_connection_serves_on() throws Exception {
        serve(routes -> routes.get(
                "/stream/{name}",
                (request, response) -> response.status(503)
                        .header("Content-Type", "application/problem+json")
                        .header("Retry-After", "5")
                        .sendString(Mono.just("{\"code\":\"source-unavailable\"}"))));
        for (int i = 0; i < 3; i++) {
            var answer = http.send(get("/stream/cam.flv"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(answer.body()).contains("source-unavailable");
        }
        assertThat(tunnels()).isZero();
    }

    @Test
    void a_reply_that_tells_its_length_is_no_endless_one_and_comes_whole() throws Exception {
        serve(routes -> routes.get(
                "/stream/{name}",
                (request, response) -> response.header("Content-Length", "7")
                        .sendString(Mono.just("picture"), StandardCharsets.US_ASCII)));
        for (int i = 0; i < 3; i++) {
            var answer = http.send(get("/stream/cam.flv"), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("picture");
        }
        assertThat(tunnels()).isZero();
    }

    @Test
    void without_a_live_instance_an_endless_reply_is_503() throws Exception {
        assertThat(http.send(get("/stream/cam.flv"), BodyHandlers.ofString()).statusCode())
                .isEqualTo(503);
    }

    @Test
    void a_viewer_that_takes_nothing_stops_the_service_and_is_let_go_after_a_while() throws Exception {
        AtomicInteger produced = new AtomicInteger();
        serve(routes -> routes.get(
                "/stream/{name}",
                (request, response) -> response.sendByteArray(Flux.range(0, 2_000)
                                .map(n -> new byte[20_000])
                                .doOnNext(n -> produced.incrementAndGet()))
                        .then()));
        try (Socket viewer = new Socket()) {
            viewer.setReceiveBufferSize(16 * 1024);
            viewer.connect(new InetSocketAddress("127.0.0.1", gateway));
            viewer.getOutputStream()
                    .write("GET /stream/cam.flv HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> produced.get() > 0);
            await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(produced::get, made -> made < 500);

            await().atMost(PATIENCE).until(() -> tunnels() == 0);
        }
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway + path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("X-Asked", "yes")
                .build();
    }

    /** The head of the answer to an upgrade. */
    private String handshake(String path, String... headerLines) throws IOException {
        String others = String.join("\r\n", headerLines) + "\r\n";
        String host = others.contains("Host: chat") ? "" : "Host: localhost\r\n";
        try (var socket = new Socket("127.0.0.1", gateway)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
                                    + host + others + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int next = socket.getInputStream().read();
                assertThat(next).isNotEqualTo(-1);
                head.append((char) next);
            }
            return head.toString();
        }
    }

    private static void drainToBody(Socket socket, String end) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().endsWith("\r\n\r\n" + end) && !seen.toString().endsWith(end + "\r\n0\r\n\r\n")) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotEqualTo(-1);
            seen.append((char) next);
        }
    }

    private void assertRefused(int status) {
        assertThatThrownBy(() -> connect("/ws/room", new Client()))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(status));
    }

    private void echo() {
        serve(routes -> routes.ws(
                "/ws/room",
                (in, out) ->
                        out.sendString(in.aggregateFrames(2_000_000).receive().asString()),
                WebsocketServerSpec.builder().maxFramePayloadLength(2_000_000).build()));
    }

    private void serve(Consumer<? super HttpServerRoutes> routes) {
        upstream = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connections::add)
                .route(routes)
                .bindNow();
        INSTANCES.put("chat-service", List.of(instance(upstream.port())));
    }

    private static ServiceInstance instance(int port) {
        return new DefaultServiceInstance("chat-1", "chat-service", "127.0.0.1", port, false);
    }

    private double tunnels() {
        return meters.get("atrium.gateway.tunnels").gauge().value();
    }

    private WebSocket connect(String path, Client client) {
        return http.newWebSocketBuilder().buildAsync(uri(path), client).join();
    }

    private URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + gateway + path);
    }

    private static final class Client implements WebSocket.Listener {

        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder partial = new StringBuilder();
        private volatile boolean paused;

        @Override
        public void onOpen(WebSocket socket) {
            if (!paused) {
                socket.request(Long.MAX_VALUE);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                texts.add(partial.toString());
                partial.setLength(0);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(error.toString());
        }
    }
}
