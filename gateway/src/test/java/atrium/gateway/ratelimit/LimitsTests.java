package atrium.gateway.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.RawClient;
import atrium.gateway.RawClient.Answer;
import atrium.gateway.route.Instances;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A gateway with small limits, and clients of many loopback addresses; 127.0.0.9 is a proxy that it trusts. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=letmein",
            "atrium.gateway.limits.address=1/5",
            "atrium.gateway.limits.address-writes=1/2",
            "atrium.gateway.limits.user=1/3",
            "atrium.gateway.limits.user-writes=1/1",
            "atrium.gateway.limits.exempt-networks=127.0.0.1",
            "atrium.gateway.tunnel.per-address=2",
            "atrium.gateway.tunnel.most=3",
            "atrium.gateway.trusted-proxies=127.0.0.9,10.0.0.0/8",
            "spring.cloud.gateway.server.webflux.routes[0].id=chat",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/chat/**,/ws/**",
        })
class LimitsTests {

    private static final String BEARER = "Authorization: Bearer letmein";

    private static volatile int servicePort;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    private DisposableServer service;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return name -> List.of(new DefaultServiceInstance(name + "-1", name, "127.0.0.1", servicePort, false));
        }
    }

    @BeforeEach
    void serve() {
        service = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.ws("/ws/{room}", (in, out) -> out.neverComplete())
                        .route(
                                any -> true,
                                (request, response) -> request.receive()
                                        .then(response.sendString(Mono.just("served "
                                                        + request.requestHeaders()
                                                                .get("Host")))
                                                .then())))
                .bindNow();
        servicePort = service.port();
    }

    @AfterEach
    void stop() {
        service.disposeNow();
    }

    @Test
    void who_asks_too_often_is_429_and_told_when_to_come_back() throws IOException {
        double before = limited("address");
        List<Answer> answers = ask("127.0.1.1", "GET", 6);

        assertThat(answers).extracting(Answer::status).containsExactly(200, 200, 200, 200, 200, 429);
        assertThat(answers.getFirst().header("RateLimit-Policy")).hasValue("\"address\";q=5;w=5");
        assertThat(answers.getFirst().header("RateLimit")).hasValue("\"address\";r=4;t=1");
        Answer refused = answers.getLast();
        assertThat(refused.header("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.header("Retry-After")).hasValue("1");
        assertThat(refused.header("RateLimit")).hasValue("\"address\";r=0;t=1");
        assertThat(refused.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(refused.body()).contains("\"code\":\"rate-limited\"").contains("\"traceId\":\"");
        assertThat(limited("address")).isEqualTo(before + 1);
    }

    @Test
    void what_changes_something_has_a_limit_of_its_own() throws IOException {
        assertThat(ask("127.0.1.2", "POST", 3)).extracting(Answer::status).containsExactly(200, 200, 429);
        assertThat(ask("127.0.1.2", "DELETE", 1)).extracting(Answer::status).containsExactly(429);
        assertThat(ask("127.0.1.2", "GET", 1)).extracting(Answer::status).containsExactly(200);
    }

    @Test
    void another_address_is_not_affected_and_an_exempt_one_not_counted() throws IOException {
        ask("127.0.1.3", "GET", 7);

        assertThat(ask("127.0.1.4", "GET", 1)).extracting(Answer::status).containsExactly(200);
        assertThat(ask("127.0.0.1", "GET", 12))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200))
                .allSatisfy(answer -> assertThat(answer.header("RateLimit")).isEmpty());
    }

    @Test
    void a_person_has_one_allowance_however_many_addresses_it_has() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Answer answer = RawClient.ask("127.0.2." + (i + 1), port, request("GET", BEARER));
            assertThat(answer.header("RateLimit"))
                    .hasValueSatisfying(fields -> assertThat(fields).contains("\"address\";r=4", "\"user\";r="));
            statuses.add(answer.status());
        }
        assertThat(statuses).containsExactly(200, 200, 200, 429);
        assertThat(RawClient.ask("127.0.2.9", port, request("PUT", BEARER)).status())
                .isEqualTo(200);
    }

    @Test
    void a_wrong_token_is_counted_before_it_is_looked_at() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(RawClient.ask("127.0.3.1", port, request("GET", "Authorization: Bearer guess" + i))
                    .status());
        }
        assertThat(statuses).containsExactly(401, 401, 401, 401, 401, 429);
    }

    @Test
    void a_trusted_proxy_tells_whose_request_it_is_and_nobody_else_does() throws IOException {
        String client = "X-Forwarded-For: 203.0.113.7, 198.51.100.1, 10.1.2.3";
        for (int i = 0; i < 5; i++) {
            RawClient.ask("127.0.0.9", port, request("GET", client));
        }
        assertThat(RawClient.ask("127.0.0.9", port, request("GET", client)).status())
                .isEqualTo(429);
        assertThat(RawClient.ask("127.0.0.9", port, request("GET", "X-Forwarded-For: 203.0.113.7, 198.51.100.2"))
                        .header("RateLimit"))
                .hasValue("\"address\";r=4;t=1");
        assertThat(RawClient.ask("127.0.4.1", port, request("GET", client)).header("RateLimit"))
                .as("not a proxy")
                .hasValue("\"address\";r=4;t=1");
    }

    @Test
    void what_a_proxy_writes_that_is_no_address_makes_it_the_client() throws IOException {
        assertThat(RawClient.ask("127.0.0.9", port, request("GET", "X-Forwarded-For: unknown"))
                        .status())
                .isEqualTo(200);
        assertThat(RawClient.ask("127.0.0.9", port, request("GET", "X-Forwarded-For: localhost"))
                        .header("RateLimit"))
                .hasValue("\"address\";r=3;t=2");
    }

    @Test
    void behind_a_proxy_with_tls_the_browser_is_told_to_come_encrypted_only() throws IOException {
        String lines = "X-Forwarded-For: 203.0.113.8\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: rooms.example";

        assertThat(RawClient.ask("127.0.0.9", port, request("GET", lines)).header("Strict-Transport-Security"))
                .hasValue("max-age=31536000");
        assertThat(RawClient.ask("127.0.5.1", port, request("GET", lines)).header("Strict-Transport-Security"))
                .isEmpty();
        assertThat(RawClient.ask("127.0.0.9", port, handshake(lines + "\r\nOrigin: http://rooms.example"))
                        .status())
                .as("an unencrypted page")
                .isEqualTo(403);
        assertThat(RawClient.ask("127.0.0.9", port, handshake(lines + "\r\nOrigin: https://rooms.example"))
                        .status())
                .isEqualTo(101);
    }

    @Test
    void an_address_has_so_many_tunnels_and_all_together_so_many() throws IOException {
        await().until(() -> meters.get("atrium.gateway.tunnels").gauge().value() == 0);
        double before = limited("tunnels-address");
        try (RawClient one = tunnel("127.0.6.1");
                RawClient two = tunnel("127.0.6.1")) {
            Answer third = RawClient.ask("127.0.6.1", port, handshake("X: y"));
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.header("Retry-After")).hasValue("5");
            assertThat(third.body()).contains("\"code\":\"too-many-connections\"");
            assertThat(limited("tunnels-address")).isEqualTo(before + 1);

            try (RawClient other = tunnel("127.0.6.2")) {
                Answer fourth = RawClient.ask("127.0.0.1", port, handshake("X: y"));
                assertThat(fourth.status()).as("exempt, but full").isEqualTo(503);
                assertThat(fourth.body()).contains("\"code\":\"gateway-full\"");
            }
        }
        await().untilAsserted(() -> tunnel("127.0.6.1").close());
    }

    @Test
    void a_refused_handshake_gives_its_place_back() throws IOException {
        service.disposeNow();
        for (int i = 0; i < 4; i++) {
            assertThat(RawClient.ask("127.0.7.1", port, handshake("X: y")).status())
                    .isEqualTo(503);
        }
        assertThat(RawClient.ask("127.0.7.1", port, handshake("X: y")).body()).contains("no-instance");
    }

    private RawClient tunnel(String from) throws IOException {
        RawClient client = new RawClient(from, port);
        client.say(handshake("X: y"));
        assertThat(client.answer().status()).isEqualTo(101);
        return client;
    }

    private List<Answer> ask(String from, String method, int times) throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (RawClient client = new RawClient(from, port)) {
            for (int i = 0; i < times; i++) {
                client.say(request(method, "X: y"));
                answers.add(client.answer());
            }
        }
        return answers;
    }

    private double limited(String kind) {
        return meters.get("atrium.gateway.limited").tag("kind", kind).counter().count();
    }

    private static String request(String method, String lines) {
        return method + " /chat/rooms HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + lines + "\r\n\r\n";
    }

    private static String handshake(String lines) {
        return "GET /ws/room HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + lines
                + "\r\n\r\n";
    }
}
