package atrium.gateway.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.GatewayApplication;
import atrium.gateway.RawClient;
import atrium.gateway.RawClient.Answer;
import atrium.gateway.route.Instances;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.RedisProcess;
import atrium.platform.testsupport.Requires;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Two whole gateways before one service, with one Redis between them. */
@Requires(Part.REDIS)
class SharingGatewaysIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String BEARER = "Authorization: Bearer letmein";
    private static final String BODY = "0123456789abcdef".repeat(1 << 16);

    private static RedisProcess redis;
    private static DisposableServer service;
    private static ConfigurableApplicationContext here;
    private static ConfigurableApplicationContext there;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return name -> List.of(new DefaultServiceInstance(name + "-1", name, "127.0.0.1", service.port(), false));
        }
    }

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.start();
        service = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes -> routes.route(
                        any -> true,
                        (request, response) -> response.sendString(request.receive()
                                .aggregate()
                                .asString()
                                .defaultIfEmpty("nothing")
                                .map(body -> body.equals(BODY) ? "whole" : "not whole"))))
                .bindNow();
        here = gateway();
        there = gateway();
    }

    @AfterAll
    static void stop() throws IOException {
        here.close();
        there.close();
        service.disposeNow();
        redis.close();
    }

    @Test
    void an_address_has_one_allowance_at_all_gateways_and_is_told_so() throws IOException {
        long since = System.nanoTime();
        List<Answer> answers = alternately("127.0.1.1", "X: y", 30);

        assertThat(passed(answers)).isBetween(8L, 8 + secondsSince(since));
        Answer first = answers.getFirst();
        assertThat(first.header("RateLimit-Policy")).hasValue("\"address\";q=8;w=8");
        assertThat(first.header("RateLimit")).hasValue("\"address\";r=7;t=1");
        Answer refused = answers.stream()
                .filter(answer -> answer.status() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(refused.header("RateLimit")).hasValue("\"address\";r=0;t=1");
        assertThat(refused.header("Retry-After")).hasValue("1");
        assertThat(refused.body()).contains("\"code\":\"rate-limited\"");
    }

    @Test
    void a_person_has_one_allowance_at_all_gateways() throws IOException {
        long since = System.nanoTime();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(ask(i % 2 == 0 ? here : there, "127.0.2." + (i + 1), request(BEARER)));
        }

        assertThat(passed(answers)).isBetween(4L, 4 + secondsSince(since));
    }

    @Test
    void a_request_that_has_waited_for_redis_arrives_whole() throws IOException {
        long before = asked();
        for (int i = 0; i < 4; i++) {
            Answer answer = ask(i % 2 == 0 ? here : there, "127.0.3.1", upload());
            assertThat(answer.body()).isEqualTo("whole");
        }
        await().atMost(SOON).until(() -> asked() == before + 4);
    }

    @Test
    void without_redis_each_gateway_serves_what_its_own_limit_lets_pass() throws IOException {
        redis.kill();
        try {
            await().atMost(SOON).until(() -> !isConnected(here) && !isConnected(there));
            long since = System.nanoTime();
            assertThat(passed(alternately("127.0.4.1", "X: y", 40))).isBetween(16L, 16 + 2 * secondsSince(since));
        } finally {
            redis.launch();
        }
        await().atMost(SOON).until(() -> isConnected(here) && isConnected(there));
        long since = System.nanoTime();
        assertThat(passed(alternately("127.0.5.1", "X: y", 30))).isBetween(8L, 8 + secondsSince(since));
    }

    private static List<Answer> alternately(String from, String line, int times) throws IOException {
        List<Answer> answers = new ArrayList<>();
        try (RawClient one = new RawClient(from, port(here));
                RawClient other = new RawClient(from, port(there))) {
            for (int i = 0; i < times; i++) {
                RawClient client = i % 2 == 0 ? one : other;
                client.say(request(line));
                answers.add(client.answer());
            }
        }
        return answers;
    }

    private static Answer ask(ConfigurableApplicationContext gateway, String from, String request) throws IOException {
        return RawClient.ask(from, port(gateway), request);
    }

    private static String request(String line) {
        return "GET /chat/rooms HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n\r\n";
    }

    private static String upload() {
        return "POST /chat/rooms HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
    }

    private static long passed(List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == 200).count();
    }

    /** Rounded up: for each of them a token comes back. */
    private static long secondsSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toSeconds() + 1;
    }

    private static int port(ConfigurableApplicationContext gateway) {
        return gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static boolean isConnected(ConfigurableApplicationContext gateway) {
        return gateway.getBean(SharedLimits.class).isConnected();
    }

    private static long asked() {
        return asked(here) + asked(there);
    }

    private static long asked(ConfigurableApplicationContext gateway) {
        return gateway.getBean(MeterRegistry.class)
                .get("atrium.gateway.limits.answers")
                .timer()
                .count();
    }

    private static ConfigurableApplicationContext gateway() {
        ConfigurableApplicationContext gateway = new SpringApplicationBuilder(GatewayApplication.class, Directory.class)
                .run(
                        "--atrium.config=classpath:atrium-alone.yaml",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--atrium.identity.admin-token=letmein",
                        "--atrium.redis.uri=" + redis.uri(),
                        "--atrium.gateway.limits.address=1/8",
                        "--atrium.gateway.limits.address-writes=1/4",
                        "--atrium.gateway.limits.user=1/4",
                        "--atrium.gateway.limits.exempt-networks=192.0.2.1",
                        "--spring.cloud.gateway.server.webflux.routes[0].id=chat",
                        "--spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
                        "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/chat/**");
        await().atMost(SOON).until(() -> isConnected(gateway));
        return gateway;
    }
}
