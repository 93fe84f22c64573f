package atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.problem.PlatformProblem;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:atrium-service.yaml,classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=right"
        })
@AutoConfigureWebTestClient
class IdentityTests {

    @Autowired
    private WebTestClient web;

    @SpringBootApplication(proxyBeanMethods = false)
    static class Service {

        @Bean
        AccessRules rules() {
            return requests ->
                    requests.pathMatchers(HttpMethod.PUT, "/things/**").hasRole(Role.MODERATOR.name());
        }

        @Bean
        RouterFunction<ServerResponse> things() {
            return RouterFunctions.route()
                    .GET("/things/{id}", request -> ServerResponse.ok().bodyValue("read"))
                    .PUT("/things/{id}", request -> ServerResponse.ok().bodyValue("written"))
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
            answer.expectHeader().valueEquals("WWW-Authenticate", "Bearer");
            answer.expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    @Test
    void without_a_configured_token_even_the_empty_one_is_wrong() {
        AdminToken none = new AdminToken("");
        var empty = org.springframework.security.authentication.UsernamePasswordAuthenticationToken.unauthenticated(
                "bearer", "");

        assertThat(none.authenticate(empty).onErrorResume(e -> Mono.empty()).blockOptional())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/things/%2e%2e", "/things/a%2Fb", "/things//1", "/things/a%00"})
    void an_ambiguous_path_is_a_400_problem(String path) {
        web.get()
                .uri(builder -> URI.create("http://localhost:" + builder.build().getPort() + path))
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
}
