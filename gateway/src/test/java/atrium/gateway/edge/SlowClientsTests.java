package atrium.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.RawClient;
import atrium.gateway.RawClient.Answer;
import atrium.gateway.route.Instances;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Clients that take their time; the gateway has little patience here, so that a test needs none. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.gateway.pace.head-timeout=300ms",
            "atrium.gateway.pace.body-interval=300ms",
            "atrium.gateway.pace.body-minimum=10B",
            "server.netty.idle-timeout=2s",
            "spring.cloud.gateway.server.webflux.routes[0].id=files",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://file-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/files/**",
        })
class SlowClientsTests {

    private static final String UPLOAD = "POST /files/%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n";
    private static final Duration LONGER = Duration.ofMillis(900);

    private static volatile int servicePort;

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    private final AtomicInteger received = new AtomicInteger();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final Sinks.Empty<Void> whenever = Sinks.empty();
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
                .route(routes -> routes.post(
                                "/files/all",
                                (request, response) -> request.receive()
                                        .doOnNext(part -> received.addAndGet(part.readableBytes()))
                                        .doOnError(e -> cancelled.set(true))
                                        .then(response.sendString(Mono.just("stored"))
                                                .then()))
                        .post(
                                "/files/late",
                                (request, response) -> whenever.asMono()
                                        .then(request.receive().then())
                                        .then(response.sendString(Mono.just("stored"))
                                                .then()))
                        .get(
                                "/files/live",
                                (request, response) -> response.sendString(Flux.interval(Duration.ofMillis(50))
                                        .map(n -> "x")
                                        .take(30))))
                .bindNow();
        servicePort = service.port();
    }

    @AfterEach
    void stop() {
        service.disposeNow();
    }

    @Test
    void a_head_that_does_not_end_is_cut_with_408_though_it_keeps_dripping() throws Exception {
        double before = cut();
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say("GET /files/live HTTP/1.1\r\nHost: localhost\r\n");
            Thread drip = drip(client, "X", 40);

            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).contains("\"code\":\"too-slow\"");
            drip.interrupt();
            drip.join();
        }
        assertThat(cut()).isEqualTo(before + 1);
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws IOException {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void a_body_that_stops_is_cut_with_408_and_the_service_learns_of_it() throws IOException {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say(UPLOAD.formatted("all", 100) + "x");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.isClosed()).isTrue();
        }
        await().untilTrue(cancelled);
    }

    @Test
    void a_body_that_drips_is_cut_too() throws Exception {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say(UPLOAD.formatted("all", 1_000));
            Thread drip = drip(client, "x", 90);

            assertThat(client.answer().status()).isEqualTo(408);
            drip.interrupt();
            drip.join();
        }
    }

    @Test
    void the_size_of_a_chunk_that_drips_is_no_body() throws Exception {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say("POST /files/all HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5;");
            Thread drip = drip(client, "x", 90);

            assertThat(client.answer().status()).isEqualTo(408);
            drip.interrupt();
            drip.join();
        }
    }

    @Test
    void a_body_that_is_slow_but_moves_arrives() throws Exception {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say(UPLOAD.formatted("all", 200));
            drip(client, "0123456789", 50).join();

            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(received).hasValue(200);
        }
    }

    @Test
    void a_service_that_takes_nothing_is_not_the_client_s_fault() throws Exception {
        int size = 48 << 20;
        String upload = UPLOAD.formatted("late", size) + "x".repeat(size);
        double before = cut();
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            Thread sender = Thread.ofVirtual().start(() -> say(client, upload));
            await().during(LONGER).until(sender::isAlive);

            whenever.tryEmitEmpty();

            assertThat(client.answer().status()).isEqualTo(200);
            sender.join();
        }
        assertThat(cut()).isEqualTo(before);
    }

    @Test
    void an_answer_may_take_as_long_as_it_likes() throws IOException {
        try (RawClient client = new RawClient("127.0.0.1", port)) {
            client.say("GET /files/live HTTP/1.1\r\nHost: localhost\r\n\r\nGET /fi");
            Answer answer = client.answer();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().chars().filter(c -> c == 'x').count()).isEqualTo(30);
        }
    }

    private double cut() {
        return meters.get("atrium.gateway.slow.cut").counter().count();
    }

    /** Says {@code piece} twenty times, once each {@code millis}. */
    private static Thread drip(RawClient client, String piece, int millis) {
        return Thread.ofVirtual()
                .start(() -> Flux.interval(Duration.ofMillis(millis))
                        .take(20)
                        .doOnNext(n -> say(client, piece))
                        .onErrorComplete()
                        .blockLast());
    }

    private static void say(RawClient client, String text) {
        try {
            client.say(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
