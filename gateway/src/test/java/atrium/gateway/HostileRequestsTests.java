package atrium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.RawClient.Answer;
import atrium.gateway.route.Instances;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** What hostile clients send, byte for byte, and what they get: never a service that they did not name by its own path. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "management.server.port=0",
            "atrium.gateway.origins=https://partner.example",
            "spring.cloud.gateway.server.webflux.routes[0].id=chat",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/chat/**,/ws,/ws/**",
            "spring.cloud.gateway.server.webflux.routes[1].id=files",
            "spring.cloud.gateway.server.webflux.routes[1].uri=lb://file-service",
            "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/files,/files/**",
        })
class HostileRequestsTests {

    private static final String END = " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Map<String, Integer> PORTS = new ConcurrentHashMap<>();

    private final Queue<String> served = new ConcurrentLinkedQueue<>();

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    private DisposableServer chat;
    private DisposableServer files;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return name -> List.of(
                    new DefaultServiceInstance(name + "-1", name, "127.0.0.1", PORTS.getOrDefault(name, 1), false));
        }
    }

    /** One request and the status of its answer; {@code code} is the problem's, null where the answer need not be one. */
    record Hostile(String what, int status, String code, String request) {

        @Override
        public String toString() {
            return what;
        }
    }

    @BeforeEach
    void serve() {
        chat = service("chat-service");
        files = service("file-service");
    }

    @AfterEach
    void stop() {
        chat.disposeNow();
        files.disposeNow();
    }

    private DisposableServer service(String name) {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> answer(name, request, response))
                .bindNow();
        PORTS.put(name, server.port());
        return server;
    }

    private Mono<Void> answer(String name, HttpServerRequest request, HttpServerResponse response) {
        served.add(name + " " + request.uri());
        if (request.requestHeaders().contains("Upgrade", "websocket", true)) {
            return response.sendWebsocket((in, out) -> out.sendClose()).then();
        }
        StringBuilder seen = new StringBuilder();
        request.requestHeaders()
                .forEach(header -> seen.append(header.getKey().toLowerCase(Locale.ROOT))
                        .append('=')
                        .append(header.getValue())
                        .append('\n'));
        response.header("Referrer-Policy", request.uri().endsWith("own") ? "origin" : "no-referrer");
        return request.receive()
                .then(response.sendString(Mono.just(seen.toString())).then());
    }

    static Stream<Hostile> paths() {
        return Stream.of(
                        "/chat/../files/x",
                        "/chat/..",
                        "/chat/./rooms",
                        "/chat/%2e%2e/files/x",
                        "/chat/%2E%2e/files/x",
                        "/chat/.%2e/files/x",
                        "/chat/..;/files/x",
                        "/chat/;a=b/rooms",
                        "/chat;/../files/x",
                        "/chat%2f..%2ffiles%2fx",
                        "/chat/%2Ffiles/x",
                        "/chat/%252e%252e/files/x",
                        "/chat/%25%32%65%25%32%65/files/x",
                        "/chat/..%5cfiles",
                        "/chat/..\\files",
                        "/chat/%c0%ae%c0%ae/files/x",
                        "/chat/%c0%af../files/x",
                        "/chat/%00",
                        "/chat/a%0d%0aSet-Cookie:%20x=y",
                        "/chat/%zz",
                        "/chat/%2",
                        "//files/x",
                        "/chat//files/x",
                        "//localhost/files/x",
                        "/chat/\u00e4",
                        "/chat/\u0001",
                        "/chat/|",
                        "/actuator/health/readiness/../../env",
                        "/actuator/health/readiness/%2e%2e/%2e%2e/env",
                        "/actuator;/env")
                .map(path -> new Hostile("GET " + path, 400, null, "GET " + path + END));
    }

    static Stream<Hostile> methods() {
        return Stream.of(
                new Hostile("TRACE", 405, "method-not-allowed", "TRACE /chat/rooms" + END),
                new Hostile("an invented method", 405, "method-not-allowed", "HACK /chat/rooms" + END),
                new Hostile("a method in lower case", 405, "method-not-allowed", "get /chat/rooms" + END),
                new Hostile("PROPFIND", 405, "method-not-allowed", "PROPFIND /files/x" + END),
                new Hostile("CONNECT", 405, "method-not-allowed", "CONNECT 127.0.0.1:22" + END),
                new Hostile("management: env", 404, "not-found", "GET /actuator/env" + END),
                new Hostile("management: prometheus", 404, "not-found", "GET /actuator/prometheus" + END),
                new Hostile("management: health", 404, "not-found", "GET /actuator/health" + END),
                new Hostile(
                        "a route with an expression",
                        404,
                        "not-found",
                        post("/actuator/gateway/routes/x", "{\"id\":\"x\",\"uri\":\"#{T(java.lang.Runtime)}\"}")),
                new Hostile(
                        "a property to be set",
                        404,
                        "not-found",
                        post("/actuator/env", "{\"name\":\"a\",\"value\":\"#{1}\"}")));
    }

    static Stream<Hostile> heads() {
        return Stream.of(
                new Hostile("no host", 400, "bad-request", "GET /chat/rooms HTTP/1.1\r\n\r\n"),
                new Hostile("an empty host", 400, "bad-request", "GET /chat/rooms HTTP/1.1\r\nHost:\r\n\r\n"),
                new Hostile("two hosts", 400, "bad-request", head("Host: evil.example")),
                new Hostile("a host with a user", 400, "bad-request", "GET /chat/ HTTP/1.1\r\nHost: a@b\r\n\r\n"),
                new Hostile("a port that is none", 400, "bad-request", "GET /chat/rooms HTTP/1.1\r\nHost: a:b\r\n\r\n"),
                new Hostile("a long line", 414, "uri-too-long", "GET /chat/" + "a".repeat(9_000) + END),
                new Hostile("a large head", 431, "headers-too-large", head("X-Large: " + "a".repeat(17_000))),
                new Hostile("many headers", 431, "headers-too-large", head(("X-A: b\r\n").repeat(3_000) + "X-A: b")),
                new Hostile("a space before the colon", 400, "bad-request", head("Transfer-Encoding : chunked")),
                new Hostile("a header without a name", 400, "bad-request", head(": x")),
                new Hostile("a zero byte in a header", 400, "bad-request", head("X-A: a\0b")),
                new Hostile("a line feed alone", 400, "bad-request", "GET /chat/rooms HTTP/1.1\nHost: localhost\n\n"),
                new Hostile("a line of HTTP/0.9", 400, "bad-request", "GET /chat/rooms\r\n\r\n"),
                new Hostile("HTTP/2 without being asked", 400, "bad-request", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                new Hostile("TLS on a plain port", 400, "bad-request", "\u0016\u0003\u0001\u0002\0\u0001\0\r\n\r\n"),
                new Hostile("two lengths", 400, "bad-request", head("Content-Length: 3\r\nContent-Length: 4")),
                new Hostile("a negative length", 400, "bad-request", head("Content-Length: -1")),
                new Hostile("a length with a sign", 400, "bad-request", head("Content-Length: +3")),
                new Hostile("a coding nobody knows", 400, "bad-request", head("Transfer-Encoding: xchunked")),
                new Hostile(
                        "a length beside chunks",
                        400,
                        "bad-request",
                        head("Content-Length: 3\r\nTransfer-Encoding: chunked") + "0\r\n\r\n"),
                new Hostile("chunked twice", 400, "bad-request", head("Transfer-Encoding: chunked, chunked")));
    }

    static Stream<Hostile> handshakes() {
        return Stream.of(
                refused("another host's page", "Origin: https://evil.example"),
                refused("a page of no origin", "Origin: null"),
                refused("a host that begins like ours", "Origin: http://localhost.evil.example"),
                refused("a host that ends like ours", "Origin: http://evil-localhost"),
                refused("another port of ours", "Origin: http://localhost:8081"),
                refused("another scheme", "Origin: ftp://localhost"),
                refused("a path behind the origin", "Origin: http://localhost/"),
                refused("a user before the host", "Origin: http://x@localhost"),
                refused("an empty origin", "Origin:"),
                refused("two origins", "Origin: http://localhost\r\nOrigin: https://evil.example"),
                refused("a listed host, unencrypted", "Origin: http://partner.example"),
                refused("cookies, but no origin", "Cookie: atrium_access=x"));
    }

    private static Hostile refused(String what, String lines) {
        return new Hostile("WebSocket: " + what, 403, "origin-not-allowed", handshake(lines));
    }

    @ParameterizedTest
    @MethodSource({"paths", "methods", "heads", "handshakes"})
    void is_answered_as_the_table_says_and_reaches_no_service(Hostile hostile) throws IOException {
        Answer answer = RawClient.ask("127.0.0.1", port, hostile.request);

        assertThat(answer.status()).as(answer.head()).isEqualTo(hostile.status);
        if (hostile.code != null) {
            assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body())
                    .contains("\"code\":\"" + hostile.code + "\"")
                    .contains("\"traceId\":\"");
        }
        assertThat(served).isEmpty();
    }

    @Test
    void a_body_that_cannot_be_read_ends_the_request_and_the_connection() throws IOException {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say("POST /chat/rooms HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://localhost",
                "Origin: HTTP://LOCALHOST",
                "Origin: https://localhost",
                "Origin: https://partner.example",
                "X-No-Origin: a program"
            })
    void a_page_of_this_host_or_of_the_list_may_open_a_web_socket_and_so_may_a_program(String line) throws IOException {
        assertThat(RawClient.ask("127.0.0.1", port, handshake(line)).status()).isEqualTo(101);
    }

    @Test
    void an_absolute_address_chooses_the_route_by_its_path_as_any_other() throws IOException {
        assertThat(RawClient.ask("127.0.0.1", port, "GET http://evil.example/chat/rooms" + END)
                        .status())
                .isEqualTo(200);
        assertThat(served).containsExactly("chat-service /chat/rooms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=203.0.113.66;proto=https",
                "X-Forwarded-For: 203.0.113.66",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Prefix: /evil",
                "X-Real-IP: 203.0.113.66",
                "X-Original-URL: /files/x",
                "X-Atrium-User: admin",
                "X-Request-Id: forged",
                "Connection: X-Mine\r\nX-Mine: for this hop",
                "Connection: keep-alive, x-mine\r\nX-MINE: for this hop",
                "Keep-Alive: timeout=5",
                "TE: trailers",
                "Proxy-Authorization: Basic eDp5",
                "Upgrade: h2c"
            })
    void a_header_that_is_not_a_clients_to_send_does_not_reach_the_service(String lines) throws IOException {
        Answer answer = RawClient.ask("127.0.0.1", port, head(lines));

        assertThat(answer.status()).isEqualTo(200);
        String last = lines.substring(lines.lastIndexOf('\n') + 1).toLowerCase(Locale.ROOT);
        assertThat(answer.body()).contains("x-other=1").doesNotContain(last.substring(0, last.indexOf(':')) + "=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/nothing", "/chat/rooms", "/chat/../x", "/actuator/health/readiness", "/favicon.svg"})
    void every_answer_carries_the_security_headers_once(String path) throws IOException {
        Answer answer = RawClient.ask("127.0.0.1", port, "GET " + path + END);

        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("Referrer-Policy")).hasValue("no-referrer");
        assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.header("Cross-Origin-Opener-Policy")).hasValue("same-origin");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).hasValue("same-origin");
        assertThat(answer.header("Permissions-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("geolocation=()"));
        assertThat(answer.header("Strict-Transport-Security")).isEmpty();
        assertThat(answer.header("X-Request-Id"))
                .hasValueSatisfying(id -> assertThat(id).hasSize(32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE /chat/rooms", "GET /chat//rooms", "GET /nothing", "GET /chat/rooms"})
    void after_an_answer_that_refuses_the_connection_serves_on(String line) throws IOException {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            for (int i = 0; i < 3; i++) {
                client.say(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
                client.answer();
                client.say(line + END);
                client.answer();
            }
        }
    }

    @Test
    void a_request_that_is_refused_while_the_one_before_is_answered_does_not_hold_up_the_next() throws IOException {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say("GET /chat/rooms" + END + "TRACE /chat/rooms" + END);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(405);

            client.say("GET /chat/rooms" + END);
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void what_a_service_says_itself_stays() throws IOException {
        assertThat(RawClient.ask("127.0.0.1", port, "GET /files/own" + END).header("Referrer-Policy"))
                .hasValue("origin");
    }

    @Test
    void the_request_id_is_the_trace_id_of_the_problem() throws IOException {
        Answer answer = RawClient.ask("127.0.0.1", port, "GET /nothing" + END);

        assertThat(answer.body())
                .contains("\"traceId\":\"" + answer.header("X-Request-Id").orElseThrow() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/gateway", "/actuator/gateway/routes", "/actuator/env", "/actuator/heapdump"})
    void the_management_port_shows_neither_routes_nor_environment(String path) throws IOException {
        assertThat(RawClient.ask("127.0.0.1", managementPort, "GET " + path + END)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void the_access_log_has_a_line_a_request_and_no_secret() throws IOException {
        Logger access = (Logger) LoggerFactory.getLogger("atrium.access");
        assertThat(access.isInfoEnabled()).as("off until somebody wants it").isFalse();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        access.addAppender(lines);
        access.setLevel(Level.INFO);
        try {
            Answer answer = RawClient.ask(
                    "127.0.0.1",
                    port,
                    "GET /chat/rooms?access_token=secret1&ticket=secret2 HTTP/1.1\r\nHost: localhost\r\n"
                            + "Cookie: atrium_access=secret3\r\n\r\n");
            await().until(() -> lines.list.size() == 1);

            String line = lines.list.getFirst().getFormattedMessage();
            assertThat(line)
                    .startsWith("127.0.0.1 GET /chat/rooms 401 ") // the ticket is none
                    .endsWith(" " + answer.header("X-Request-Id").orElseThrow())
                    .doesNotContain("secret", "?");
            assertThat(Integer.parseInt(line.split(" ")[4])).isPositive();
        } finally {
            access.setLevel(Level.OFF);
            access.detachAppender(lines);
        }
    }

    private static String head(String lines) {
        return "GET /chat/rooms HTTP/1.1\r\nHost: localhost\r\nX-Other: 1\r\n" + lines + "\r\n\r\n";
    }

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static String handshake(String lines) {
        return "GET /ws/room HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + lines
                + "\r\n\r\n";
    }
}
