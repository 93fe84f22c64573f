package atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.testsupport.TestTokens;
import com.nimbusds.jose.jwk.ECKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Access tokens as a whole service meets them. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.config.import=classpath:atrium-service.yaml,classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=an.admin.token",
            "logging.level.org.springframework.security=debug"
        })
@AutoConfigureWebTestClient
@ExtendWith(OutputCaptureExtension.class)
class AccessTokenRequestTests {

    private static final TestTokens GATEWAY = new TestTokens("k1");
    private static final TestTokens LATE = new TestTokens("late");

    @Autowired
    private WebTestClient web;

    @LocalServerPort
    private int port;

    @SpringBootApplication(proxyBeanMethods = false)
    static class Service {

        /** One key is there at once, another comes on another thread. */
        @Bean
        VerificationKeys keys() {
            return kid -> switch (kid) {
                case "k1" -> Mono.just(GATEWAY.key());
                case "late" -> Mono.<ECKey>just(LATE.key()).delayElement(Duration.ofMillis(20));
                default -> Mono.empty();
            };
        }

        @Bean
        AccessRules rules() {
            return requests -> requests.pathMatchers("/member")
                    .hasRole(Role.MEMBER.name())
                    .pathMatchers("/moderator")
                    .hasRole(Role.MODERATOR.name())
                    .pathMatchers("/admin")
                    .hasRole(Role.ADMIN.name());
        }

        @Bean
        RouterFunction<ServerResponse> paths() {
            return RouterFunctions.route()
                    .GET(
                            "/thread",
                            request -> ServerResponse.ok()
                                    .bodyValue(Thread.currentThread().getName()))
                    .GET("/**", Service::whoAmI)
                    .build();
        }

        private static Mono<ServerResponse> whoAmI(ServerRequest request) {
            return request.principal()
                    .map(who -> Person.of(who).map(Person::toString).orElse(who.getName()))
                    .defaultIfEmpty("nobody")
                    .flatMap(text -> ServerResponse.ok().bodyValue(text));
        }
    }

    static Stream<Arguments> whoMayDoWhat() {
        String guest = GATEWAY.guest("g-1", "Guest", "lobby");
        String member = GATEWAY.person("a1", "Ada", "member");
        String moderator = GATEWAY.person("a2", "Mo", "moderator");
        String admin = GATEWAY.person("a3", "Al", "admin");
        return Stream.of(
                Arguments.of("no token", null, 200, 401, 401, 401),
                Arguments.of("guest", guest, 200, 403, 403, 403),
                Arguments.of("member", member, 200, 200, 403, 403),
                Arguments.of("moderator", moderator, 200, 200, 200, 403),
                Arguments.of("admin", admin, 200, 200, 200, 200),
                Arguments.of("the installation's admin", "an.admin.token", 200, 200, 200, 200),
                Arguments.of("wrong", "an.admin.tokem", 401, 401, 401, 401));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whoMayDoWhat")
    void a_role_gives_what_it_gives_from_any_token(
            String name, @Nullable String token, int open, int member, int moderator, int admin) {
        assertThat(Stream.of("/open", "/member", "/moderator", "/admin").map(path -> status(path, token)))
                .containsExactly(open, member, moderator, admin);
    }

    @Test
    void the_person_can_be_read_by_the_service() {
        get("/open", GATEWAY.guest("g-1", "Guest", "lobby"))
                .expectBody(String.class)
                .isEqualTo("Person[subject=g-1, name=Guest, roles=[], guest=true, rooms=[lobby], session=s-g-1]");
        get("/open", "an.admin.token").expectBody(String.class).isEqualTo("admin");
    }

    @Test
    void who_waits_for_a_key_is_answered_on_the_event_loop() {
        String now = GATEWAY.person("a1", "Ada", "member");
        String later = LATE.person("a1", "Ada", "member");

        for (String token : new String[] {now, later}) {
            get("/thread", token)
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .value(thread -> assertThat(thread).startsWith("webflux-http-"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "expired,The access token has expired.",
        "unknown,No gateway that can be reached knows the key of the access token.",
        "cut,The signature of the access token is wrong.",
        "a.b.c,The access token is malformed.",
        "a.b,The bearer token is not valid."
    })
    void a_refusal_says_what_is_wrong_and_not_with_which_token(String kind, String detail, CapturedOutput output) {
        String token = hostile(kind);

        get("/open", token)
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueEquals("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(String.class)
                .value(body ->
                        assertThat(body).contains(detail, "unauthenticated").doesNotContain(token));
        String signature = token.substring(token.lastIndexOf('.'));
        if (signature.length() > 10) {
            assertThat(output).doesNotContain(signature);
        }
    }

    @Test
    void a_good_token_is_in_no_log(CapturedOutput output) {
        String token = GATEWAY.person("a1", "Ada", "admin");

        get("/admin", token).expectStatus().isOk();

        assertThat(output).doesNotContain(token.substring(token.lastIndexOf('.')));
    }

    @Test
    void two_tokens_are_one_too_many() {
        String token = GATEWAY.person("a1", "Ada", "member");

        web.get()
                .uri("/member")
                .header("Authorization", "Bearer " + token, "Bearer " + token)
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @ParameterizedTest
    @ValueSource(ints = {5 * 1024, 100 * 1024})
    void what_is_too_long_is_refused(int length) {
        String token = GATEWAY.person("a1", "Ada", "member") + "A".repeat(length);

        assertThat(status("/open", token)).isIn(401, 413, 431);
    }

    @Test
    void a_handshake_may_give_an_access_token_as_a_parameter() {
        String token = GATEWAY.person("a1", "Ada", "member");

        web.get()
                .uri(URI.create("http://localhost:" + port + "/member?access_token=" + token))
                .header("Upgrade", "websocket")
                .exchange()
                .expectStatus()
                .isOk();
    }

    private static String hostile(String kind) {
        String good = GATEWAY.person("a1", "Ada", "member");
        return switch (kind) {
            case "expired" ->
                GATEWAY.sign(TestTokens.claims("a1", "Ada", Instant.now().minusSeconds(600))
                        .build());
            case "unknown" -> new TestTokens("other").person("a1", "Ada", "admin");
            case "cut" -> good.substring(0, good.length() - 4);
            default -> kind;
        };
    }

    private int status(String path, @Nullable String token) {
        return get(path, token).returnResult(Void.class).getStatus().value();
    }

    private WebTestClient.ResponseSpec get(String path, @Nullable String token) {
        return web.get()
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .exchange();
    }
}
