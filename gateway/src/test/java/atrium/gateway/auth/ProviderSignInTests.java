package atrium.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.auth.oidc.OidcProperties;
import atrium.gateway.auth.oidc.RoleValues;
import atrium.gateway.auth.oidc.SpringProvider;
import atrium.gateway.route.Instances;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole way, with a provider that others wrote. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "atrium.config=classpath:atrium-alone.yaml",
            "atrium.gateway.auth.first-admin-password=" + ProviderSignInTests.PASSWORD,
            "atrium.gateway.auth.tries-per-address=500",
        })
@AutoConfigureWebTestClient(timeout = "20s")
class ProviderSignInTests {

    static final String PASSWORD = "first-admin-pass-5412";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path directory;

    private static SpringProvider provider;

    @Autowired
    private WebTestClient web;

    @Autowired
    private LiveConfiguration configuration;

    @Autowired
    private MeterRegistry meters;

    @LocalServerPort
    private int port;

    private Live<OidcProperties> properties;

    @TestConfiguration
    static class Alone {

        @Bean
        Instances testInstances() {
            return service -> List.of();
        }
    }

    @DynamicPropertySource
    static void directory(DynamicPropertyRegistry properties) {
        properties.add(
                "atrium.gateway.auth.directory",
                () -> directory.resolve("gateway").toString());
    }

    @BeforeAll
    static void serve() throws IOException, LifecycleException {
        provider = SpringProvider.start(directory.resolve("provider"));
    }

    @AfterAll
    static void stop() throws LifecycleException {
        provider.close();
    }

    @BeforeEach
    void connect() {
        provider.claims.clear();
        provider.inIdToken = true;
        provider.wrong = context -> {};
        properties = configuration.of(OidcProperties.class);
        properties.replace(configured(provider.issuer(), "realm_access.roles", OidcProperties.Unmapped.MEMBER, true));
    }

    @AfterEach
    void disconnect() {
        properties.replace(new OidcProperties(
                "",
                "",
                "",
                List.of("openid"),
                "",
                "",
                "",
                new RoleValues(List.of(), List.of(), List.of()),
                OidcProperties.Unmapped.MEMBER,
                true));
    }

    private static OidcProperties configured(
            String issuer, String rolesClaim, OidcProperties.Unmapped unmapped, boolean passwords) {
        return new OidcProperties(
                issuer,
                SpringProvider.CLIENT,
                SpringProvider.CLIENT_SECRET,
                List.of("openid", "profile"),
                "",
                "preferred_username",
                rolesClaim,
                new RoleValues(List.of("people"), List.of("atrium/moderators"), List.of("atrium/admins")),
                unmapped,
                passwords);
    }

    @Test
    void somebody_signs_in_at_the_provider_and_comes_to_where_they_wanted_to_go() throws Exception {
        says("ada", "Ada", "people", "atrium/moderators");
        double before = letIn();
        try (Browser browser = new Browser()) {
            HttpResponse<String> back = browser.get(browser.atTheProvider(signIn("/rooms/lobby?a=b"), "ada"));

            assertThat(back.statusCode()).isEqualTo(303);
            assertThat(back.headers().firstValue("Location")).contains("/rooms/lobby?a=b");
            assertThat(back.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(back.headers().allValues("Set-Cookie"))
                    .anyMatch(cookie -> cookie.startsWith("atrium_access=ey") && cookie.contains("SameSite=Strict"))
                    .anyMatch(cookie -> cookie.startsWith("atrium_refresh=") && cookie.contains("Path=/auth;"))
                    .anyMatch(cookie -> cookie.startsWith("atrium_oidc=;") && cookie.contains("Max-Age=0"));
            JsonNode me = me(browser);
            assertThat(me.get("name").asString()).isEqualTo("ada");
            assertThat(me.get("roles").toString()).isEqualTo("[\"member\",\"moderator\"]");
            assertThat(me.get("guest").asBoolean()).isFalse();
            assertThat(letIn()).isEqualTo(before + 1);
        }
    }

    private double letIn() {
        return meters.get("atrium.gateway.auth.provider.sign.ins")
                .tag("outcome", "ok")
                .counter()
                .count();
    }

    @Test
    void what_the_browser_takes_along_is_short_lived_and_no_page_can_read_it() throws Exception {
        try (Browser browser = new Browser()) {
            HttpResponse<String> begun = browser.get(signIn("/"));

            assertThat(begun.statusCode()).isEqualTo(302);
            assertThat(begun.headers().firstValue("Location").orElseThrow())
                    .startsWith(provider.issuer() + "/oauth2/authorize?")
                    .contains("response_type=code", "code_challenge_method=S256", "scope=openid+profile", "nonce=");
            assertThat(begun.headers().allValues("Set-Cookie"))
                    .singleElement()
                    .asString()
                    .startsWith("atrium_oidc=")
                    .contains("HTTPOnly", "SameSite=Lax", "Path=/auth/oidc", "Max-Age=600");
        }
    }

    @Test
    void a_client_without_a_secret_proves_itself_by_pkce_alone() throws Exception {
        OidcProperties known = properties.get();
        properties.replace(new OidcProperties(
                known.issuer(),
                SpringProvider.PUBLIC_CLIENT,
                "",
                known.scopes(),
                "",
                known.nameClaim(),
                known.rolesClaim(),
                known.roles(),
                known.unmapped(),
                true));
        try (Browser browser = new Browser()) {
            browser.get(browser.atTheProvider(signIn("/"), "ada"));

            assertThat(me(browser).get("guest").asBoolean()).isFalse();
        }
    }

    @Test
    void what_the_id_token_does_not_say_the_userinfo_endpoint_does() throws Exception {
        provider.inIdToken = false;
        provider.wrong = context -> context.getClaims().subject("subject-of-bob");
        says("bob", "Bob", "atrium/admins");
        try (Browser browser = new Browser()) {
            browser.get(browser.atTheProvider(signIn("/"), "bob"));

            assertThat(me(browser).get("name").asString()).isEqualTo("bob");
            assertThat(me(browser).get("roles").toString()).contains("admin");
        }
    }

    @Test
    void who_comes_again_is_the_same_with_the_name_and_the_roles_of_now_and_a_lower_role_ends_what_was()
            throws Exception {
        says("eve", "eve", "atrium/admins");
        try (Browser before = new Browser();
                Browser after = new Browser()) {
            before.get(before.atTheProvider(signIn("/"), "eve"));
            JsonNode first = me(before);

            says("eve", "Evelyn", "people");
            after.get(after.atTheProvider(signIn("/"), "eve"));

            assertThat(me(after).get("id")).isEqualTo(first.get("id"));
            assertThat(me(after).get("name").asString()).isEqualTo("evelyn");
            assertThat(me(after).get("roles").toString()).isEqualTo("[\"member\"]");
            assertThat(me(before).get("id").isNull()).isTrue();
        }
    }

    @Test
    void an_account_of_the_same_name_stays_its_owners_and_no_password_opens_the_providers() throws Exception {
        says("admin", "admin", "people");
        try (Browser browser = new Browser()) {
            browser.get(browser.atTheProvider(signIn("/"), "admin"));
            JsonNode me = me(browser);
            assertThat(me.get("name").asString()).isEqualTo("admin-2");
            assertThat(me.get("roles").toString()).isEqualTo("[\"member\"]");

            for (String password : List.of("", SpringProvider.PASSWORD, PASSWORD)) {
                signInByPassword("admin-2", password).expectStatus().isUnauthorized();
            }
            web.put()
                    .uri("/auth/me/password")
                    .headers(headers -> headers.setBearerAuth(browser.cookie("atrium_access")))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Map.of("old", "", "new", "a password of my own"))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(409)
                    .expectBody()
                    .jsonPath("$.code")
                    .isEqualTo("no-password");
            SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
            web.put()
                    .uri("/auth/accounts/" + me.get("id").asString())
                    .headers(admin::bearer)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Map.of("password", "a password of the admin's"))
                    .exchange()
                    .expectStatus()
                    .isEqualTo(409);
            web.get()
                    .uri("/auth/accounts")
                    .headers(admin::bearer)
                    .exchange()
                    .expectBody()
                    .jsonPath("$[?(@.name == 'admin-2')].provider")
                    .isEqualTo(provider.issuer())
                    .jsonPath("$[?(@.name == 'admin')].provider")
                    .isEqualTo(null);
        }
    }

    @Test
    void who_was_disabled_here_stays_out() throws Exception {
        try (Browser browser = Browser.thatIsAProgram()) {
            browser.get(browser.atTheProvider(signIn("/"), "bob"));
            SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
            String account = "/auth/accounts/" + me(browser).get("id").asString();
            disable(admin, account, true);

            HttpResponse<String> back = browser.get(browser.follow(browser.get(signIn("/")), this::isCallback));

            assertRefused(back, 403, "not-admitted");
            disable(admin, account, false);
        }
    }

    private void disable(SignedIn admin, String account, boolean disabled) {
        web.put()
                .uri(account)
                .headers(admin::bearer)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("disabled", disabled))
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void of_whom_no_value_gives_a_role_is_a_member_or_is_refused_as_configured() throws Exception {
        says("bob", "bob", "accounting");
        try (Browser browser = Browser.thatIsAProgram()) {
            browser.get(browser.atTheProvider(signIn("/"), "bob"));
            assertThat(me(browser).get("roles").toString()).isEqualTo("[\"member\"]");

            properties.replace(
                    configured(provider.issuer(), "realm_access.roles", OidcProperties.Unmapped.REFUSED, true));
            HttpResponse<String> back = browser.get(browser.follow(browser.get(signIn("/")), this::isCallback));

            assertRefused(back, 403, "not-admitted");
        }
    }

    @Test
    void a_provider_without_a_say_in_roles_leaves_them_to_the_admins() throws Exception {
        says("ada", "ada", "atrium/admins");
        properties.replace(configured(provider.issuer(), "", OidcProperties.Unmapped.MEMBER, true));
        try (Browser browser = Browser.thatIsAProgram()) {
            browser.get(browser.atTheProvider(signIn("/"), "ada"));
            SignedIn admin = SignedIn.of(web, "admin", PASSWORD);
            web.put()
                    .uri("/auth/accounts/" + me(browser).get("id").asString())
                    .headers(admin::bearer)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(Map.of("roles", List.of("moderator")))
                    .exchange()
                    .expectStatus()
                    .isOk();

            browser.get(browser.follow(browser.get(signIn("/")), this::isCallback));

            assertThat(me(browser).get("roles").toString()).isEqualTo("[\"member\",\"moderator\"]");
        }
    }

    @Test
    void an_answer_with_another_state_or_in_another_browser_or_a_second_time_lets_nobody_in() throws Exception {
        try (Browser browser = Browser.thatIsAProgram();
                Browser another = Browser.thatIsAProgram()) {
            URI callback = browser.atTheProvider(signIn("/"), "ada");
            String kept = browser.cookie("atrium_oidc");

            assertRefused(another.get(callback), 400, "sign-in-failed");
            another.keep(gateway(), "atrium_oidc", "/auth/oidc", "0".repeat(32) + "." + "A".repeat(43));
            assertRefused(another.get(callback), 400, "sign-in-failed");

            URI mixed = URI.create(callback.toString().replaceFirst("state=[0-9a-f]{4}", "state=0000"));
            browser.keep(gateway(), "atrium_oidc", "/auth/oidc", kept);
            assertRefused(browser.get(mixed), 400, "sign-in-failed");

            browser.keep(gateway(), "atrium_oidc", "/auth/oidc", kept);
            assertThat(browser.get(callback).statusCode()).isEqualTo(303);
            browser.keep(gateway(), "atrium_oidc", "/auth/oidc", kept);
            assertRefused(browser.get(callback), 400, "sign-in-failed");
        }
    }

    @Test
    void a_nonce_that_the_browser_does_not_have_lets_nobody_in() throws Exception {
        try (Browser browser = Browser.thatIsAProgram()) {
            URI callback = browser.atTheProvider(signIn("/"), "ada");
            String state = browser.cookie("atrium_oidc").split("\\.")[0];
            browser.keep(gateway(), "atrium_oidc", "/auth/oidc", state + "." + "A".repeat(43));

            assertRefused(browser.get(callback), 400, "sign-in-failed");
        }
    }

    @Test
    void an_answer_in_the_name_of_another_provider_lets_nobody_in() throws Exception {
        try (Browser browser = Browser.thatIsAProgram()) {
            URI callback = browser.atTheProvider(signIn("/"), "ada");

            assertRefused(browser.get(URI.create(callback + "&iss=https%3A%2F%2Fevil.example")), 400, "sign-in-failed");
        }
    }

    static Stream<Named<Consumer<JwtEncodingContext>>> wrongTokens() {
        Instant past = Instant.now().minus(Duration.ofHours(1));
        return Stream.of(
                Named.of("nonce", context -> context.getClaims().claim("nonce", "another")),
                Named.of("no nonce", context -> context.getClaims().claims(all -> all.remove("nonce"))),
                Named.of("audience", context -> context.getClaims().audience(List.of("another"))),
                Named.of(
                        "authorized party",
                        context -> context.getClaims()
                                .audience(List.of("another", SpringProvider.CLIENT))
                                .claim("azp", "another")),
                Named.of("issuer", context -> context.getClaims().issuer("https://evil.example")),
                Named.of(
                        "expired", context -> context.getClaims().issuedAt(past).expiresAt(past.plusSeconds(60))));
    }

    @ParameterizedTest
    @MethodSource("wrongTokens")
    void an_id_token_that_is_wrong_lets_nobody_in(Consumer<JwtEncodingContext> wrong) throws Exception {
        provider.wrong = wrong;
        try (Browser browser = Browser.thatIsAProgram()) {
            assertRefused(browser.get(browser.atTheProvider(signIn("/"), "ada")), 400, "sign-in-failed");
            assertThat(browser.cookie("atrium_access")).isEmpty();
        }
    }

    @Test
    void a_provider_that_changes_its_key_is_understood_at_once() throws Exception {
        try (Browser browser = new Browser();
                Browser later = new Browser()) {
            browser.get(browser.atTheProvider(signIn("/"), "ada"));
            provider.rotateKeys();

            later.get(later.atTheProvider(signIn("/"), "ada"));

            assertThat(me(later).get("name").asString()).isEqualTo("ada");
        }
    }

    @Test
    void who_says_no_at_the_provider_is_told_so_by_the_page() throws Exception {
        try (Browser browser = new Browser()) {
            browser.get(signIn("/"));
            String state = browser.cookie("atrium_oidc").split("\\.")[0];
            HttpResponse<String> back =
                    browser.get(gateway().resolve("/auth/oidc/callback?error=access_denied&state=" + state));

            assertThat(back.statusCode()).isEqualTo(303);
            assertThat(back.headers().firstValue("Location")).contains("/?sign-in=failed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "///evil.example",
                "https://evil.example/",
                "https:/evil.example",
                "javascript:alert(1)",
                "\\\\evil.example",
                "/\\evil.example",
                "/rooms//evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                " /rooms/lobby",
                "rooms/lobby",
                "?a=b",
                "@evil.example",
                "/ü",
                ""
            })
    void nobody_is_sent_to_another_site(String to) throws Exception {
        try (Browser program = Browser.thatIsAProgram();
                Browser browser = new Browser()) {
            assertRefused(program.get(signIn(to)), 400, "bad-request");
            HttpResponse<String> page = browser.get(signIn(to));
            assertThat(page.headers().firstValue("Location")).contains("/?sign-in=failed");
            assertThat(browser.cookie("atrium_oidc")).isEmpty();
        }
    }

    @Test
    void a_provider_that_is_away_keeps_nobody_out_but_those_who_would_sign_in_there() throws Exception {
        properties.replace(
                configured("http://127.0.0.1:1", "realm_access.roles", OidcProperties.Unmapped.MEMBER, true));
        try (Browser program = Browser.thatIsAProgram();
                Browser browser = new Browser()) {
            HttpResponse<String> away = program.get(signIn("/"));
            assertRefused(away, 503, "provider-away");
            assertThat(away.headers().firstValue("Retry-After")).contains("5");
            assertThat(program.cookie("atrium_oidc")).isEmpty();
            assertThat(browser.get(signIn("/")).headers().firstValue("Location"))
                    .contains("/?sign-in=failed");
        }
        SignedIn.of(web, "admin", PASSWORD);
    }

    @Test
    void sign_in_by_password_can_be_closed_and_the_page_is_told() {
        properties.replace(configured(provider.issuer(), "", OidcProperties.Unmapped.MEMBER, false));

        signInByPassword("admin", PASSWORD)
                .expectStatus()
                .isForbidden()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("passwords-off");
        web.get().uri("/auth/options").exchange().expectBody().json("{\"passwords\": false, \"oidc\": true}");
    }

    @Test
    void where_there_is_no_provider_there_is_no_such_path() throws Exception {
        disconnect();

        try (Browser program = Browser.thatIsAProgram()) {
            assertRefused(program.get(signIn("/")), 404, "not-found");
        }
        web.get().uri("/auth/options").exchange().expectBody().json("{\"passwords\": true, \"oidc\": false}");
    }

    private void says(String name, String calledThere, String... roles) {
        provider.claims.put(
                name, Map.of("preferred_username", calledThere, "realm_access", Map.of("roles", List.of(roles))));
    }

    private WebTestClient.ResponseSpec signInByPassword(String name, String password) {
        return web.post()
                .uri("/auth/sign-in")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("name", name, "password", password))
                .exchange();
    }

    private JsonNode me(Browser browser) throws IOException, InterruptedException {
        return JSON.readTree(browser.get(gateway().resolve("/auth/me")).body());
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).get("code").asString()).isEqualTo(code);
    }

    private boolean isCallback(URI uri) {
        return uri.getPath().equals("/auth/oidc/callback");
    }

    private URI signIn(String to) {
        return gateway().resolve("/auth/oidc/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
    }

    private URI gateway() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
