package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.route.Instances;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.identity.admin-token=the-installation-s-token",
            "atrium.gateway.auth.first-admin-password=" + SignInTests.PASSWORD,
            "atrium.gateway.auth.refresh-grace=0s",
            "atrium.gateway.auth.tries-per-address=500",
            "logging.level.atrium=DEBUG",
            "logging.level.atrium.access=INFO",
            "logging.level.org.springframework.web=DEBUG",
            "logging.level.org.springframework.http=DEBUG",
            "logging.level.org.springframework.security=DEBUG",
            "spring.cloud.gateway.server.webflux.routes[0].id=chat",
            "spring.cloud.gateway.server.webflux.routes[0].uri=lb://chat-service",
            "spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/chat/**,/ws",
        })
@AutoConfigureWebTestClient(timeout = "20s")
@ExtendWith(OutputCaptureExtension.class)
class SignInTests {

    static final String PASSWORD = "first-admin-pass-5412";

    /** As a service sees it. */
    private record Seen(String uri, String authorization, String cookie) {}

    /** The client's exchanges are logged under an id alone, the server's with a number of the connection's. */
    private static final Pattern OF_THE_CLIENT = Pattern.compile("DEBUG \\S+ - \\[[0-9a-f]+] ");

    private static final BlockingQueue<Seen> SEEN = new LinkedBlockingQueue<>(100);

    @TempDir
    private static Path directory;

    private static DisposableServer upstream;

    @Autowired
    private WebTestClient web;

    @Autowired
    private MeterRegistry meters;

    @LocalServerPort
    private int port;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return service ->
                    List.of(new DefaultServiceInstance(service + "-1", service, "127.0.0.1", upstream.port(), false));
        }
    }

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        properties.add("atrium.gateway.auth.directory", directory::toString);
    }

    @BeforeAll
    static void serve() {
        upstream = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    var headers = request.requestHeaders();
                    SEEN.add(new Seen(
                            request.uri(),
                            String.valueOf(headers.get("Authorization")),
                            String.valueOf(headers.get("Cookie"))));
                    return response.sendString(Mono.just("seen"));
                })
                .bindNow();
    }

    @AfterAll
    static void stop() {
        upstream.disposeNow();
    }

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @Test
    void whoever_signs_in_is_known_may_refresh_and_is_unknown_once_signed_out() {
        SignedIn admin = admin();
        assertThat(admin.account()).containsEntry("name", "admin").containsEntry("guest", false);
        assertThat(admin.account().get("roles")).isEqualTo(List.of("member", "moderator", "admin"));
        assertThat(admin.body()).containsEntry("expiresIn", 300);
        assertThat(admin.access()).isEqualTo(admin.token());
        me(admin::bearer, "admin");
        me(headers -> admin.cookies(headers, ""), "admin");

        SignedIn next = refreshed(admin);
        assertThat(next.refresh()).isNotEmpty().isNotEqualTo(admin.refresh());
        me(next::bearer, "admin");

        web.post()
                .uri("/auth/sign-out")
                .headers(headers -> next.cookies(headers, origin()))
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectCookie()
                .maxAge("atrium_access", Duration.ZERO)
                .expectCookie()
                .maxAge("atrium_refresh", Duration.ZERO);
        expectRevoked(admin);
        expectRevoked(next);
        refresh(next).expectStatus().isUnauthorized();
    }

    @Test
    void a_refresh_token_that_is_used_twice_ends_the_session_and_its_access_tokens() {
        SignedIn admin = admin();
        SignedIn next = refreshed(admin);

        refresh(admin)
                .expectStatus()
                .isUnauthorized()
                .expectCookie()
                .maxAge("atrium_refresh", Duration.ZERO)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("session-ended");

        expectRevoked(next);
        refresh(next).expectStatus().isUnauthorized();
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_answer_and_cost_the_same() {
        double before = hashes();
        Map<String, Object> wrong = refusal("admin", "not the password");
        Map<String, Object> unknown = refusal("nobody-of-this-name", "not the password");

        assertThat(hashes() - before).isEqualTo(2);
        assertThat(wrong).containsEntry("code", "wrong-credentials");
        List.of("type", "title", "detail", "status", "code")
                .forEach(member -> assertThat(unknown).containsEntry(member, wrong.get(member)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"name\": {}, \"password\": \"hunter2hunter2\"}", "\"hunter2hunter2\""})
    void what_is_no_json_of_ours_is_refused_without_a_word_of_it(String body) {
        web.post()
                .uri("/auth/sign-in")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody(String.class)
                .value(problem -> assertThat(problem).doesNotContain("hunter2"));
    }

    @Test
    void a_form_of_another_site_signs_nobody_in() {
        web.post()
                .uri("/auth/sign-in")
                .header("Origin", "http://evil.example")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", "admin", "password", PASSWORD))
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectHeader()
                .doesNotExist("Set-Cookie");
        web.post()
                .uri("/auth/sign-in")
                .contentType(MediaType.TEXT_PLAIN)
                .bodyValue("{\"name\":\"admin\",\"password\":\"" + PASSWORD + "\"}")
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    @Test
    void a_service_gets_the_header_and_neither_cookie_nor_ticket() throws InterruptedException {
        SignedIn admin = admin();
        get("/chat/rooms", headers -> admin.cookies(headers, "")).expectStatus().isOk();
        assertThat(SEEN.take()).isEqualTo(new Seen("/chat/rooms", "Bearer " + admin.token(), "theme=dark"));

        get("/chat/rooms?a=1&ticket=" + ticket(admin) + "&b=2", headers -> {})
                .expectStatus()
                .isOk();
        assertThat(SEEN.take()).isEqualTo(new Seen("/chat/rooms?a=1&b=2", "Bearer " + admin.token(), "null"));
    }

    @Test
    void a_header_wins_over_the_cookie_and_a_wrong_header_is_not_saved_by_it() throws InterruptedException {
        SignedIn admin = admin();
        SignedIn guest = guest(Map.of("name", "Bob"));
        get("/chat/rooms", headers -> {
                    admin.cookies(headers, "");
                    guest.bearer(headers);
                })
                .expectStatus()
                .isOk();
        assertThat(SEEN.take()).isEqualTo(new Seen("/chat/rooms", "Bearer " + guest.token(), "theme=dark"));

        get("/chat/rooms", headers -> {
                    admin.cookies(headers, "");
                    headers.setBearerAuth("a.b.c");
                })
                .expectStatus()
                .isUnauthorized();
        assertThat(SEEN).isEmpty();
    }

    @Test
    void a_cookie_that_does_not_count_is_as_none_and_is_taken_back() throws InterruptedException {
        SignedIn gone = admin();
        web.post()
                .uri("/auth/sign-out")
                .headers(gone::bearer)
                .exchange()
                .expectStatus()
                .isNoContent();

        for (String cookie : List.of("nonsense", "a.b.c", gone.token(), gone.token() + "x")) {
            get("/chat/rooms", headers -> headers.set("Cookie", "atrium_access=" + cookie))
                    .expectStatus()
                    .isOk()
                    .expectCookie()
                    .maxAge("atrium_access", Duration.ZERO);
            assertThat(SEEN.take()).isEqualTo(new Seen("/chat/rooms", "null", "null"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   http://evil.example",
        "PUT,    null",
        "DELETE, http://127.0.0.1:1",
        "PATCH,  http://127.0.0.1.evil.example",
        "POST,   ''",
    })
    void what_a_cookie_alone_allows_is_refused_to_a_page_of_another_origin(String method, String origin) {
        SignedIn admin = admin();

        web.method(HttpMethod.valueOf(method))
                .uri("/chat/rooms/lobby/messages")
                .headers(headers -> admin.cookies(headers, origin))
                .exchange()
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("foreign-origin");
        assertThat(SEEN).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example, 403", "null, 403", "'', 403"})
    void a_web_socket_is_not_opened_by_a_cookie_for_a_page_of_another_origin(String origin, int status) {
        SignedIn admin = admin();

        get("/ws", headers -> {
                    admin.cookies(headers, origin);
                    headers.set("Connection", "Upgrade");
                    headers.set("Upgrade", "websocket");
                    headers.set("Sec-WebSocket-Version", "13");
                    headers.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
                })
                .expectStatus()
                .isEqualTo(status);
        assertThat(SEEN).isEmpty();
    }

    @Test
    void a_web_socket_of_a_page_of_ours_is_opened_with_the_header_and_without_the_cookie() throws Exception {
        SignedIn admin = admin();

        get("/ws", headers -> {
            admin.cookies(headers, origin());
            headers.set("Connection", "Upgrade");
            headers.set("Upgrade", "websocket");
            headers.set("Sec-WebSocket-Version", "13");
            headers.set("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        });

        assertThat(SEEN.poll(10, TimeUnit.SECONDS)).isEqualTo(new Seen("/ws", "Bearer " + admin.token(), "theme=dark"));
    }

    @Test
    void whoever_is_signed_in_does_not_become_a_guest_by_accident() {
        SignedIn admin = admin();
        web.post()
                .uri("/auth/guest")
                .headers(headers -> admin.cookies(headers, origin()))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .doesNotExist("Set-Cookie");
    }

    @Test
    void a_page_of_ours_and_a_program_with_a_header_may_do_it() {
        SignedIn admin = admin();
        web.post()
                .uri("/chat/rooms")
                .headers(headers -> admin.cookies(headers, origin()))
                .exchange()
                .expectStatus()
                .isOk();
        web.post()
                .uri("/chat/rooms")
                .headers(admin::bearer)
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(SEEN).hasSize(2);
    }

    @Test
    void a_ticket_is_good_once() {
        String ticket = ticket(admin());

        get("/auth/me?ticket=" + ticket, headers -> {}).expectStatus().isOk();
        get("/auth/me?ticket=" + ticket, headers -> {})
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .valueMatches("WWW-Authenticate", "Bearer.*");
        get("/auth/me?ticket=a&ticket=b", headers -> {}).expectStatus().isBadRequest();
    }

    @Test
    void a_ticket_of_a_session_that_is_over_is_good_for_nothing() {
        SignedIn admin = admin();
        String ticket = ticket(admin);
        web.post()
                .uri("/auth/sign-out")
                .headers(admin::bearer)
                .exchange()
                .expectStatus()
                .isNoContent();

        get("/chat/rooms?ticket=" + ticket, headers -> {}).expectStatus().isUnauthorized();
        assertThat(SEEN).isEmpty();
    }

    @Test
    void a_ticket_needs_a_token() {
        web.post().uri("/auth/tickets").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void whoever_is_nobody_is_a_guest_without_id_and_the_installation_s_token_is_an_admin() {
        get("/auth/me", headers -> {})
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.guest")
                .isEqualTo(true)
                .jsonPath("$.id")
                .isEmpty();
        get("/auth/me", headers -> headers.setBearerAuth("the-installation-s-token"))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.roles[2]")
                .isEqualTo("admin");
    }

    @Test
    void a_guest_is_let_in_and_into_more_rooms_by_invites_that_are_used_up() {
        SignedIn admin = admin();
        String invite = invite(admin, "küche");
        SignedIn guest = guest(Map.of("name", "Bob"));
        assertThat(guest.account()).containsEntry("name", "Bob").containsEntry("roles", List.of());
        assertThat((String) guest.account().get("id")).startsWith("g-");

        SignedIn invited = SignedIn.of(web.post()
                .uri("/auth/guest")
                .headers(guest::bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("invite", invite)));
        assertThat(invited.account())
                .containsEntry("id", guest.account().get("id"))
                .containsEntry("rooms", List.of("küche"));
        assertThat(refreshed(guest).account()).containsEntry("rooms", List.of("küche"));
        web.post()
                .uri("/auth/guest")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("invite", invite))
                .exchange()
                .expectStatus()
                .isEqualTo(410);
        web.post().uri("/auth/guest").exchange().expectStatus().isOk();
    }

    @Test
    void only_public_parts_of_keys_are_published_and_may_be_kept_for_a_minute() {
        admin();
        get("/auth/jwks", headers -> {})
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/jwk-set+json")
                .expectHeader()
                .value("Cache-Control", value -> assertThat(value).contains("max-age=60", "public"))
                .expectBody()
                .jsonPath("$.keys[0].kty")
                .isEqualTo("EC")
                .jsonPath("$.keys[0].d")
                .doesNotExist();
    }

    @Test
    void no_password_and_no_token_is_in_the_log(CapturedOutput output) {
        SignedIn admin = admin();
        refusal("admin", "a-wrong-password-9317");
        String ticket = ticket(admin);
        get("/chat/rooms?ticket=" + ticket, headers -> {});
        get("/chat/rooms?ticket=" + ticket, headers -> {});
        String invite = invite(admin, "lobby");
        SignedIn guest = guest(Map.of("invite", invite));
        SignedIn next = refreshed(admin);
        refresh(admin).expectStatus().isUnauthorized();

        String log = output.getAll()
                .lines()
                .filter(line -> !OF_THE_CLIENT.matcher(line).find())
                .collect(Collectors.joining("\n"));
        assertThat(log).contains("a refresh token was used again", "HTTP POST \"/auth/sign-in\"");
        List<String> secrets = new ArrayList<>(List.of(PASSWORD, "a-wrong-password-9317", ticket, invite));
        for (SignedIn one : List.of(admin, guest, next)) {
            secrets.add(one.token());
            secrets.add(one.refresh());
        }
        assertThat(log).doesNotContain(secrets.toArray(String[]::new));
    }

    private SignedIn admin() {
        return SignedIn.of(web, "Admin", PASSWORD);
    }

    private SignedIn guest(Map<String, String> body) {
        return SignedIn.of(web.post()
                .uri("/auth/guest")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body));
    }

    private SignedIn refreshed(SignedIn who) {
        return SignedIn.of(web.post().uri("/auth/refresh").headers(headers -> who.cookies(headers, origin())));
    }

    private WebTestClient.ResponseSpec refresh(SignedIn who) {
        return web.post()
                .uri("/auth/refresh")
                .headers(headers -> who.cookies(headers, origin()))
                .exchange();
    }

    private void me(Consumer<HttpHeaders> headers, String name) {
        get("/auth/me", headers)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo(name);
    }

    private void expectRevoked(SignedIn who) {
        get("/auth/me", who::bearer).expectStatus().isUnauthorized();
        get("/chat/rooms", who::bearer).expectStatus().isUnauthorized();
    }

    private WebTestClient.ResponseSpec get(String uri, Consumer<HttpHeaders> headers) {
        return web.get().uri(uri).headers(headers).exchange();
    }

    @SuppressWarnings("unchecked")
    private String ticket(SignedIn who) {
        Map<String, Object> body = web.post()
                .uri("/auth/tickets")
                .headers(who::bearer)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).containsEntry("expiresIn", 60);
        return (String) body.get("ticket");
    }

    private String invite(SignedIn who, String room) {
        return (String) web.post()
                .uri("/auth/invites")
                .headers(who::bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("room", room))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("invite");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> refusal(String name, String password) {
        return web.post()
                .uri("/auth/sign-in")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", password))
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .doesNotExist("Set-Cookie")
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
    }

    private double hashes() {
        return meters.get("atrium.gateway.auth.hashing").timer().count();
    }

    private String origin() {
        return "http://localhost:" + port;
    }
}
