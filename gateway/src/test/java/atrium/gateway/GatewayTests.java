package atrium.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.gateway.route.Instances;
import atrium.platform.testsupport.FreePorts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "spring.cloud.gateway.server.webflux.routes[0].id=chat",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/chat/**,/ws",
        })
@AutoConfigureWebTestClient(timeout = "20s")
class GatewayTests {

    private static final Map<String, List<ServiceInstance>> INSTANCES = new ConcurrentHashMap<>();

    @Autowired
    private WebTestClient web;

    private DisposableServer upstream;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return service -> INSTANCES.getOrDefault(service, List.of());
        }
    }

    @AfterEach
    void forgetInstances() {
        INSTANCES.clear();
        if (upstream != null) {
            upstream.disposeNow();
        }
    }

    @Test
    void a_request_reaches_an_instance_that_the_registry_names() {
        serve(
                "chat-service",
                HttpServer.create()
                        .route(routes -> routes.get(
                                "/chat/rooms", (request, response) -> response.sendString(Mono.just("[\"lobby\"]")))));

        web.get()
                .uri("/chat/rooms")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .isEqualTo("[\"lobby\"]");
    }

    @Test
    void without_an_instance_the_answer_is_503_with_retry_after_and_a_problem_that_names_the_service() {
        web.get()
                .uri("/chat/rooms")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .exists("Retry-After")
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("urn:atrium:problem:no-instance")
                .jsonPath("$.detail")
                .value(String.class, detail -> assertThat(detail).contains("chat-service"))
                .jsonPath("$.traceId")
                .isNotEmpty()
                .jsonPath("$.instance")
                .isEqualTo("/chat/rooms");
    }

    @Test
    void an_instance_that_died_without_leaving_the_registry_is_503_too() {
        register("chat-service", FreePorts.one());

        web.get()
                .uri("/chat/rooms")
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("no-instance");
    }

    @Test
    void an_answer_that_breaks_off_before_it_began_is_502() {
        serve("chat-service", HttpServer.create().handle((request, response) -> {
            request.withConnection(connection -> connection.channel().close());
            return Mono.never();
        }));

        web.get()
                .uri("/chat/rooms")
                .exchange()
                .expectStatus()
                .isEqualTo(502)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("upstream-broke");
    }

    @Test
    void an_endless_answer_arrives_as_it_is_made() {
        serve(
                "chat-service",
                HttpServer.create()
                        .handle((request, response) -> response.header("Content-Type", "video/x-flv")
                                .sendString(Flux.interval(Duration.ofMillis(20)).map(n -> "tag" + n + "\n"))));

        List<String> first = web.get()
                .uri("/chat/live")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody()
                .take(3)
                .collectList()
                .block(Duration.ofSeconds(5));

        assertThat(first).hasSize(3);
    }

    @Test
    void ready_means_that_each_service_has_an_instance() {
        readiness(503);
        register("chat-service", 1);
        register("file-service", 1);
        readiness(503);
        register("stream-service", 1);
        readiness(200);
    }

    @Test
    void what_nobody_serves_is_a_404_problem_and_management_is_not_here() {
        for (String path : List.of("/nothing", "/actuator/prometheus", "/actuator/env", "/actuator/gateway/routes")) {
            web.get()
                    .uri(path)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .expectBody()
                    .jsonPath("$.traceId")
                    .isNotEmpty();
        }
    }

    @Test
    void a_person_who_follows_a_wrong_link_gets_the_page_with_404() {
        web.get()
                .uri("/nothing")
                .accept(MediaType.TEXT_HTML)
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_HTML)
                .expectHeader()
                .exists("Content-Security-Policy");
    }

    @Test
    void the_page_is_the_same_document_in_every_room_and_its_assets_may_be_kept_for_ever() {
        String page = web.get()
                .uri("/rooms/demo")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Cache-Control", "no-cache")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(page).contains("<!doctype html>").doesNotContain("<script>", "onload=");

        String script = page.substring(page.indexOf("/assets/"));
        web.get()
                .uri(script.substring(0, script.indexOf('"')))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .value("Cache-Control", value -> assertThat(value).contains("immutable"));
    }

    @Test
    void head_is_answered_like_get_without_the_body() {
        for (String path : List.of("/", "/rooms/demo", "/favicon.svg")) {
            web.head().uri(path).exchange().expectStatus().isOk().expectBody().isEmpty();
        }
    }

    @Test
    void a_wrong_bearer_token_is_401_with_a_challenge() {
        web.get()
                .uri("/actuator/health/readiness")
                .header("Authorization", "Bearer wrong")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private void readiness(int expected) {
        await().untilAsserted(() -> web.get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isEqualTo(expected));
    }

    private void serve(String service, HttpServer server) {
        upstream = server.host("127.0.0.1").port(0).bindNow();
        register(service, upstream.port());
    }

    private static void register(String service, int port) {
        INSTANCES.put(service, List.of(new DefaultServiceInstance(service + "-1", service, "127.0.0.1", port, false)));
    }
}
