package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.route.Instances;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.gateway.auth.first-admin-password=" + AccountEndpointsTests.PASSWORD,
        })
@AutoConfigureWebTestClient(timeout = "20s")
class AccountEndpointsTests {

    static final String PASSWORD = "first admin password";

    @TempDir
    private static Path directory;

    @Autowired
    private WebTestClient web;

    @TestConfiguration
    static class Directory {

        @Bean
        Instances testInstances() {
            return service -> List.of();
        }
    }

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        properties.add("atrium.gateway.auth.directory", directory::toString);
    }

    @Test
    void an_admin_makes_changes_and_removes_an_account() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        String id = create(admin, "Ada", List.of("member"));
        SignedIn ada = SignedIn.of(web, "ada", PASSWORD);
        assertThat(ada.account().get("roles")).isEqualTo(List.of("member"));

        ask(admin, HttpMethod.PUT, "/auth/accounts/" + id, Map.of("roles", List.of("moderator")))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.roles[1]")
                .isEqualTo("moderator");
        ask(ada, HttpMethod.GET, "/auth/me", Map.of()).expectStatus().isOk();
        ask(admin, HttpMethod.GET, "/auth/accounts", Map.of())
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(list -> assertThat(list).contains("\"ada\"").doesNotContainIgnoringCase("password", "argon2"));

        ask(admin, HttpMethod.DELETE, "/auth/accounts/" + id, Map.of())
                .expectStatus()
                .isNoContent();
        ask(ada, HttpMethod.GET, "/auth/me", Map.of()).expectStatus().isUnauthorized();
        ask(admin, HttpMethod.DELETE, "/auth/accounts/" + id, Map.of())
                .expectStatus()
                .isNotFound();
    }

    @Test
    void what_takes_a_right_away_ends_the_sessions() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        String id = create(admin, "bob", List.of("moderator"));
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("roles", List.of("member")), Map.of("password", "another password"), Map.of("disabled", true))) {
            ask(admin, HttpMethod.PUT, "/auth/accounts/" + id, Map.of("password", PASSWORD))
                    .expectStatus()
                    .isOk();
            SignedIn bob = SignedIn.of(web, "bob", PASSWORD);
            ask(admin, HttpMethod.PUT, "/auth/accounts/" + id, change)
                    .expectStatus()
                    .isOk();
            ask(bob, HttpMethod.GET, "/auth/me", Map.of()).expectStatus().isUnauthorized();
        }
        web.post()
                .uri("/auth/sign-in")
                .bodyValue(Map.of("name", "bob", "password", PASSWORD))
                .exchange()
                .expectStatus()
                .isUnauthorized();
    }

    @Test
    void the_last_admin_stays_and_a_name_is_given_once() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        String id = (String) admin.account().get("id");

        refused(admin, HttpMethod.DELETE, "/auth/accounts/" + id, Map.of(), 409, "last-admin");
        refused(admin, HttpMethod.PUT, "/auth/accounts/" + id, Map.of("disabled", true), 409, "last-admin");
        refused(admin, HttpMethod.PUT, "/auth/accounts/" + id, Map.of("roles", List.of("member")), 409, "last-admin");
        Map<String, Object> again = Map.of("name", "ADMIN", "password", PASSWORD);
        refused(admin, HttpMethod.POST, "/auth/accounts", again, 409, "name-taken");
    }

    @Test
    void what_is_no_account_is_refused() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        String path = "/auth/accounts";
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of(),
                Map.of("name", "x", "password", PASSWORD),
                Map.of("name", "carl", "password", "short"),
                Map.of("name", "carl", "password", "x".repeat(129)),
                Map.of("name", "carl", "password", PASSWORD, "roles", List.of()),
                Map.of("name", "carl", "password", PASSWORD, "roles", List.of("king")))) {
            refused(admin, HttpMethod.POST, path, wrong, 400, "bad-request");
        }
    }

    @Test
    void only_admins_see_accounts_and_only_moderators_invite() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        create(admin, "dora", List.of("member"));
        create(admin, "emil", List.of("moderator"));
        SignedIn member = SignedIn.of(web, "dora", PASSWORD);
        SignedIn moderator = SignedIn.of(web, "emil", PASSWORD);
        SignedIn guest = SignedIn.of(web.post().uri("/auth/guest"));

        for (SignedIn one : List.of(member, moderator, guest)) {
            refused(one, HttpMethod.GET, "/auth/accounts", Map.of(), 403, "forbidden");
            refused(one, HttpMethod.POST, "/auth/accounts", Map.of(), 403, "forbidden");
            refused(one, HttpMethod.PUT, "/auth/accounts/x", Map.of(), 403, "forbidden");
            refused(one, HttpMethod.DELETE, "/auth/accounts/x", Map.of(), 403, "forbidden");
        }
        for (SignedIn one : List.of(member, guest)) {
            refused(one, HttpMethod.POST, "/auth/invites", Map.of("room", "lobby"), 403, "forbidden");
            refused(one, HttpMethod.GET, "/auth/invites", Map.of(), 403, "forbidden");
            refused(one, HttpMethod.DELETE, "/auth/invites/x", Map.of(), 403, "forbidden");
        }
        ask(moderator, HttpMethod.POST, "/auth/invites", Map.of("room", "lobby"))
                .expectStatus()
                .isCreated();
        web.get().uri("/auth/accounts").exchange().expectStatus().isUnauthorized();
        web.get().uri("/auth/invites").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void an_invite_is_listed_without_what_opens_it_and_can_be_taken_back() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        Map<?, ?> issued = ask(admin, HttpMethod.POST, "/auth/invites", Map.of("room", "lobby", "uses", 3))
                .expectStatus()
                .isCreated()
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody();
        String secret = ((String) issued.get("invite")).split("\\.")[1];

        ask(admin, HttpMethod.GET, "/auth/invites", Map.of())
                .expectBody(String.class)
                .value(list -> assertThat(list)
                        .contains((String) issued.get("id"), "\"uses\":3")
                        .doesNotContain(secret));
        ask(admin, HttpMethod.DELETE, "/auth/invites/" + issued.get("id"), Map.of())
                .expectStatus()
                .isNoContent();
        web.post()
                .uri("/auth/guest")
                .bodyValue(Map.of("invite", issued.get("invite")))
                .exchange()
                .expectStatus()
                .isEqualTo(410);
    }

    @Test
    void a_new_password_ends_the_other_sessions_and_needs_the_old_one() {
        SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
        create(admin, "fred", List.of("member"));
        SignedIn here = SignedIn.of(web, "fred", PASSWORD);
        SignedIn there = SignedIn.of(web, "fred", PASSWORD);
        String path = "/auth/me/password";

        Map<String, Object> wrong = Map.of("old", "not the password", "new", "another password");
        refused(here, HttpMethod.PUT, path, wrong, 401, "wrong-credentials");
        refused(here, HttpMethod.PUT, path, Map.of("old", PASSWORD, "new", "short"), 400, "bad-request");
        ask(here, HttpMethod.PUT, path, Map.of("old", PASSWORD, "new", "another password"))
                .expectStatus()
                .isNoContent();

        ask(here, HttpMethod.GET, "/auth/me", Map.of()).expectStatus().isOk();
        ask(there, HttpMethod.GET, "/auth/me", Map.of()).expectStatus().isUnauthorized();
        SignedIn.of(web, "fred", "another password");
        SignedIn guest = SignedIn.of(web.post().uri("/auth/guest"));
        refused(guest, HttpMethod.PUT, path, Map.of("old", PASSWORD, "new", PASSWORD), 401, "unauthenticated");
    }

    private String create(SignedIn admin, String name, List<String> roles) {
        return (String) ask(
                        admin,
                        HttpMethod.POST,
                        "/auth/accounts",
                        Map.of("name", name, "password", PASSWORD, "roles", roles))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueMatches("Location", "/auth/accounts/[0-9a-f]{32}")
                .expectBody(Map.class)
                .returnResult()
                .getResponseBody()
                .get("id");
    }

    private void refused(
            SignedIn who, HttpMethod method, String path, Map<String, Object> body, int status, String code) {
        ask(who, method, path, body)
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo(code);
    }

    private WebTestClient.ResponseSpec ask(SignedIn who, HttpMethod method, String path, Map<String, Object> body) {
        var request = web.method(method).uri(path).headers(who::bearer);
        boolean bare = method == HttpMethod.GET || method == HttpMethod.DELETE;
        return (bare ? request : request.bodyValue(body)).exchange();
    }
}
