package atrium.gateway.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.Upstream;
import atrium.gateway.route.Instances;
import atrium.platform.testsupport.FreePorts;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** The instance that a request tries first is the one with all the weight. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.gateway.routing.failover.breaker-pause=500ms",
            "spring.cloud.gateway.server.webflux.routes[0].id=chat",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/chat/**,/ws/**",
            "spring.cloud.gateway.server.webflux.routes[1].id=dead",
            "spring.cloud.gateway.server.webflux.routes[1].uri=lb://dead-service",
            "spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/dead",
        })
class FailoverTests {

    private static final double FIRST = 1e12;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Map<String, List<ServiceInstance>> INSTANCES = new ConcurrentHashMap<>();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Upstream> upstreams = new ArrayList<>();

    @LocalServerPort
    private int gateway;

    @Autowired
    private MeterRegistry meters;

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
        upstreams.forEach(Upstream::close);
    }

    @Test
    void an_instance_that_refuses_connections_costs_nobody_an_answer_and_is_put_aside() throws Exception {
        Upstream alive = start(Upstream.counting());
        register(Upstream.instance(FreePorts.one(), FIRST), alive.instance(1));
        double before = retries("unreached");

        for (int i = 0; i < 5; i++) {
            assertThat(get("/chat/rooms").statusCode()).isEqualTo(200);
        }

        assertThat(alive.asked()).hasSize(5);
        assertThat(retries("unreached") - before).isEqualTo(1);
        assertThat(meters.get("atrium.gateway.ejected").gauge().value()).isPositive();
    }

    @Test
    void a_post_that_could_not_be_sent_is_sent_to_another_with_its_body() throws Exception {
        Upstream alive = start(Upstream.counting());
        register(Upstream.instance(FreePorts.one(), FIRST), alive.instance(1));

        HttpResponse<String> answer = post("/chat/rooms/a/messages", 300_000);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("300000");
        assertThat(alive.asked()).containsExactly("POST /chat/rooms/a/messages");
    }

    @Test
    void a_get_that_an_instance_breaks_off_is_asked_of_another_once() throws Exception {
        Upstream breaking = start(Upstream.breaking());
        Upstream alive = start(Upstream.counting());
        register(breaking.instance(FIRST), alive.instance(1));

        assertThat(get("/chat/rooms").statusCode()).isEqualTo(200);

        assertThat(breaking.asked()).hasSize(1);
        assertThat(alive.asked()).hasSize(1);
    }

    @Test
    void a_get_that_two_break_off_is_502_and_a_third_is_not_asked() throws Exception {
        List<Upstream> all =
                List.of(start(Upstream.breaking()), start(Upstream.breaking()), start(Upstream.breaking()));
        register(all.get(0).instance(1), all.get(1).instance(1), all.get(2).instance(1));

        assertThat(get("/chat/rooms").statusCode()).isEqualTo(502);

        assertThat(all.stream().mapToInt(upstream -> upstream.asked().size())).containsExactlyInAnyOrder(0, 1, 1);
    }

    @Test
    void a_post_that_was_sent_is_not_repeated() throws Exception {
        Upstream breaking = start(Upstream.breaking());
        Upstream alive = start(Upstream.counting());
        register(breaking.instance(FIRST), alive.instance(1));

        assertThat(post("/chat/rooms/a/messages", 10).statusCode()).isEqualTo(502);
        assertThat(post("/chat/rooms/a/messages", 0).statusCode()).isEqualTo(502);

        assertThat(breaking.asked()).hasSize(2);
        assertThat(alive.asked()).isEmpty();
    }

    @Test
    void a_get_that_the_only_instance_broke_off_is_tried_there_again() throws Exception {
        AtomicInteger times = new AtomicInteger();
        Upstream moody = start(Upstream.answering((request, response) -> {
            if (times.incrementAndGet() == 1) {
                request.withConnection(connection -> connection.channel().close());
                return Mono.never();
            }
            return response.sendString(Mono.just("well"));
        }));
        register(moody.instance(1));

        assertThat(get("/chat/rooms").body()).isEqualTo("well");
    }

    @Test
    void a_503_that_does_not_say_when_is_asked_of_another() throws Exception {
        Upstream leaving = start(Upstream.answering(
                (request, response) -> response.status(503).header("Odd", "1").sendString(Mono.just("leaving"))));
        Upstream alive = start(Upstream.counting());
        register(leaving.instance(FIRST), alive.instance(1));

        HttpResponse<String> answer = get("/chat/rooms");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Odd")).isEmpty();
        assertThat(answer.headers().allValues(Upstream.SERVED_BY)).containsExactly("" + alive.port());

        assertThat(post("/chat/rooms/a/messages", 10).body()).isEqualTo("leaving");
    }

    @Test
    void a_503_that_says_when_is_the_answer() throws Exception {
        Upstream waiting = start(Upstream.answering((request, response) ->
                response.status(503).header("Retry-After", "7").sendString(Mono.just("no source"))));
        Upstream alive = start(Upstream.counting());
        register(waiting.instance(FIRST), alive.instance(1));

        HttpResponse<String> answer = get("/chat/rooms");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(answer.body()).isEqualTo("no source");
        assertThat(alive.asked()).isEmpty();
    }

    @Test
    void a_503_that_all_give_is_passed_on() throws Exception {
        Upstream one = start(
                Upstream.answering((request, response) -> response.status(503).sendString(Mono.just("leaving"))));
        Upstream two = start(
                Upstream.answering((request, response) -> response.status(503).sendString(Mono.just("leaving"))));
        register(one.instance(1), two.instance(1));

        HttpResponse<String> answer = get("/chat/rooms");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("leaving");
        assertThat(one.asked()).hasSize(1);
        assertThat(two.asked()).hasSize(1);
    }

    @Test
    void a_websocket_finds_its_way_past_instances_that_refuse_or_break_off() {
        Upstream alive = start(
                Upstream.answering((request, response) -> response.sendWebsocket((in, out) -> out.neverComplete())));
        for (ServiceInstance first : List.of(
                Upstream.instance(FreePorts.one(), FIRST),
                start(Upstream.breaking()).instance(FIRST))) {
            register(first, alive.instance(1));

            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + gateway + "/ws/room"), new WebSocket.Listener() {})
                    .join();

            socket.abort();
        }
        assertThat(alive.asked()).hasSize(2);
    }

    @Test
    void a_service_that_nobody_can_reach_is_refused_at_once_and_comes_back() throws Exception {
        INSTANCES.put("dead-service", List.of(Upstream.instance(FreePorts.one(), 1)));
        for (int i = 0; i < 10; i++) {
            assertThat(get("/dead").body()).contains("does not accept connections");
        }
        Upstream back = start(Upstream.counting());
        INSTANCES.put("dead-service", List.of(back.instance(1)));

        HttpResponse<String> refused = get("/dead");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("could be reached a moment ago");
        assertThat(back.asked()).isEmpty();
        assertThat(breaker("dead-service")).isEqualTo(2);

        await().atMost(PATIENCE).until(() -> get("/dead").statusCode() == 200);
        assertThat(breaker("dead-service")).isZero();
    }

    @Test
    void an_instance_that_dies_under_load_costs_no_client_an_answer() throws Exception {
        Upstream one = start(Upstream.counting());
        Upstream two = start(Upstream.counting());
        register(one.instance(1), two.instance(1));
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> results = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                results.add(clients.submit(() -> statuses(100, answered)));
            }
            await().atMost(PATIENCE).until(() -> answered.get() > 100);
            one.close();
            for (Future<List<Integer>> result : results) {
                assertThat(result.get()).containsOnly(200);
            }
        }
        assertThat(one.asked()).isNotEmpty();
        assertThat(two.asked()).hasSizeGreaterThan(one.asked().size());
    }

    private List<Integer> statuses(int requests, AtomicInteger answered) throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(get("/chat/rooms").statusCode());
            answered.incrementAndGet();
        }
        return statuses;
    }

    private Upstream start(Upstream upstream) {
        upstreams.add(upstream);
        return upstream;
    }

    private static void register(ServiceInstance... instances) {
        INSTANCES.put("chat-service", List.of(instances));
    }

    private double retries(String reason) {
        return meters.get("atrium.gateway.retries")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private double breaker(String service) {
        return meters.get("atrium.gateway.breaker")
                .tag("service", service)
                .gauge()
                .value();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, int bytes) throws IOException, InterruptedException {
        return http.send(
                request(path).POST(BodyPublishers.ofByteArray(new byte[bytes])).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway + path))
                .timeout(PATIENCE);
    }
}
