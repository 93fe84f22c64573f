package atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.problem.PlatformProblem;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:atrium-service.yaml,classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=right"
        })
@AutoConfigureWebTestClient
@ExtendWith(OutputCaptureExtension.class)
class IdentityTests {

    private static final Set<String> OBSERVED = ConcurrentHashMap.newKeySet();

    @Autowired
    private WebTestClient web;

    @LocalServerPort
    private int port;

    @SpringBootApplication(proxyBeanMethods = false)
    static class Service {

        @Bean
        AccessRules rules() {
            return requests -> requests.pathMatchers(HttpMethod.PUT, "/things/**")
                    .hasRole(Role.MODERATOR.name())
                    .pathMatchers("/between")
                    .hasRole(ServiceToken.ROLE)
                    .pathMatchers("/secret")
                    .hasRole(Role.ADMIN.name());
        }

        @Bean
        ObservationHandler<Observation.Context> observed() {
            return new ObservationHandler<>() {
                @Override
                public void onStop(Observation.Context context) {
                    OBSERVED.add(context.getAllKeyValues() + " " + context.getContextualName());
                }

                @Override
                public boolean supportsContext(Observation.Context context) {
                    return true;
                }
            };
        }

        @Bean
        RouterFunction<ServerResponse> things() {
            return RouterFunctions.route()
                    .GET("/things/{id}", request -> ServerResponse.ok().bodyValue("read"))
                    .PUT("/things/{id}", request -> ServerResponse.ok().bodyValue("written"))
                    .GET("/between", request -> ServerResponse.ok().bodyValue("served"))
                    .GET("/secret", request -> ServerResponse.ok().bodyValue("told"))
                    .GET(
                            "/address",
                            request ->
                                    ServerResponse.ok().bodyValue(request.uri().toString()))
                    .GET(
                            "/late",
                            request -> ServerResponse.ok()
                                    .body(
                                            Flux.just("begun")
                                                    .concatWith(Mono.error(new IllegalStateException("too late"))),
                                            String.class))
                    .GET("/broken", request -> Mono.error(new IllegalStateException("secret detail")))
                    .GET(
                            "/refused",
                            request -> Mono.error(PlatformProblem.BAD_REQUEST
                                    .with("size: 7 (expected: at most 5)")
                                    .member("limit", 5)))
                    .build();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET,,200",
        "GET,Bearer right,200",
        "GET,Bearer wrong,401",
        "GET,Basic cmlnaHQ6,200",
        "PUT,,401",
        "PUT,Bearer right,200",
        "PUT,bearer right,200",
        "PUT,Bearer wrong,401",
        "PUT,Bearer,401"
    })
    void who_may_do_what(String method, String authorization, int expected) {
        var request = web.method(HttpMethod.valueOf(method)).uri("/things/1");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        var answer = request.exchange().expectStatus().isEqualTo(expected);
        if (expected == 401) {
            boolean none = authorization == null || !authorization.contains(" ");
            answer.expectHeader().valueEquals("WWW-Authenticate", none ? "Bearer" : "Bearer error=\"invalid_token\"");
            answer.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @ParameterizedTest
    @CsvSource({"/between,200", "/things/1,403", "/secret,403"})
    void another_service_has_its_own_role_and_none_of_a_persons(String path, int expected) {
        String token = ServiceToken.of(new IdentityProperties("right"));

        web.method(path.startsWith("/things") ? HttpMethod.PUT : HttpMethod.GET)
                .uri(path)
                .header("Authorization", "Bearer " + token)
                .exchange()
                .expectStatus()
                .isEqualTo(expected);
    }

    @Test
    void an_admin_is_no_service() {
        web.get()
                .uri("/between")
                .header("Authorization", "Bearer right")
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void without_a_secret_there_is_no_token_between_services() {
        IdentityProperties none = new IdentityProperties("");

        assertThat(ServiceToken.of(none)).isEmpty();
        assertThat(new AdminToken(none).holder("")).isEmpty();
        assertThat(ServiceToken.of(new IdentityProperties("right")))
                .doesNotContain("right")
                .isNotEqualTo(ServiceToken.of(new IdentityProperties("wrong")));
    }

    @ParameterizedTest
    @CsvSource({
        "?access_token=right,,200",
        "?name=a&access_token=right&x=y,,200",
        "?access_token=%72ight,,200",
        "?access_token=wrong,,401",
        "?access_token=,,401",
        "?access_token,,401",
        "?access_token=%0d%0aX:y,,401",
        "?access_token=right%FF,,401",
        "?access_token=right,Bearer right,400",
        "?access_token=wrong,Bearer right,400",
        "?access_token=right,Basic cmlnaHQ6,400",
        "?access_token=right&access_token=right,,400",
        "?access_tokens=right,,401",
        "?my_access_token=right,,401",
        ",Bearer right,200",
        ",,401"
    })
    void a_handshake_may_give_the_token_as_a_parameter(String query, String authorization, int expected) {
        var request = web.get().uri(address("/secret", query)).header("Upgrade", "websocket");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        var answer = request.exchange().expectStatus().isEqualTo(expected);
        if (expected != 200) {
            answer.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,h2c", "GET,", "PUT,websocket", "PUT,"})
    void any_other_request_may_not(String method, String upgrade) {
        var request = web.method(HttpMethod.valueOf(method)).uri(address("/secret", "?access_token=right"));
        if (upgrade != null) {
            request.header("Upgrade", upgrade);
        }
        request.exchange().expectStatus().isUnauthorized();
    }

    @ParameterizedTest
    @CsvSource({
        "?access_token=right,''",
        "?name=%C3%A9+b&access_token=right&x=y,?name=%C3%A9+b&x=y",
        "?access_token=right&name=a,?name=a",
        "?access_tokens=a,?access_tokens=a",
        "?,?"
    })
    void nothing_sees_the_parameter(String query, String left) {
        web.get()
                .uri(address("/address", query))
                .header("Upgrade", "websocket")
                .exchange()
                .expectBody(String.class)
                .value(seen -> assertThat(seen).endsWith("/address" + left));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/broken", "/refused", "/nowhere", "/late", "/secret"})
    void neither_log_nor_trace_has_the_parameter(String path, CapturedOutput output) {
        for (String upgrade : List.of("websocket", "none")) {
            web.get()
                    .uri(address(path, "?access_token=in-no-log-please"))
                    .header("Upgrade", upgrade)
                    .exchange()
                    .returnResult(byte[].class)
                    .getResponseBody()
                    .onErrorComplete()
                    .blockLast();
        }

        await().untilAsserted(() -> assertThat(OBSERVED).anyMatch(trace -> trace.contains(path)));
        assertThat(OBSERVED).noneMatch(trace -> trace.contains("in-no-log-please"));
        assertThat(output).doesNotContain("in-no-log-please");
    }

    @Test
    void without_a_configured_token_even_the_empty_one_is_wrong() {
        AdminToken none = new AdminToken(new IdentityProperties(""));

        assertThat(none.holder("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/%2e%2e", "/things/a%2Fb", "/things//1", "/things/a%00"})
    void an_ambiguous_path_is_a_400_problem(String path) {
        web.get()
                .uri(address(path, null))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    @Test
    void an_error_that_nobody_foresaw_is_a_500_problem_without_its_text() {
        web.get()
                .uri("/broken")
                .exchange()
                .expectStatus()
                .isEqualTo(500)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .value(body -> assertThat(body)
                        .contains("urn:atrium:problem:internal", "traceId")
                        .doesNotContain("secret"));
    }

    @Test
    void a_refusal_says_what_was_expected_and_carries_its_members() {
        web.get()
                .uri("/refused")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.detail")
                .isEqualTo("size: 7 (expected: at most 5)")
                .jsonPath("$.limit")
                .isEqualTo(5)
                .jsonPath("$.instance")
                .isEqualTo("/refused")
                .jsonPath("$.traceId")
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    private URI address(String path, String query) {
        return URI.create("http://localhost:" + port + path + (query == null ? "" : query));
    }
}
