package atrium.gateway.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.problem.AuthProblem;
import atrium.platform.problem.ProblemException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that does not behave. */
class ProviderHttpTests {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final MovableClock clock = new MovableClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final ProviderHttp http = new ProviderHttp(Duration.ofMillis(300));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void an_answer_that_is_too_large_is_not_read_to_its_end() {
        answer("/large", 200, "x".repeat(ProviderHttp.LARGEST + 1));
        answer("/large-enough", 200, "x".repeat(ProviderHttp.LARGEST));

        assertThatThrownBy(() -> http.retrieveResource(at("/large").toURL())).isInstanceOf(IOException.class);
        assertThat(resource("/large-enough")).hasSize(ProviderHttp.LARGEST);
    }

    @Test
    void an_answer_that_begins_and_does_not_end_is_given_up() {
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });

        assertThatThrownBy(() -> http.retrieveResource(at("/slow").toURL()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no whole answer in PT0.3S");
    }

    @Test
    void a_redirect_is_not_followed() {
        answer("/elsewhere", 200, "{}");
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            respond(exchange, 302, "");
        });

        assertThatThrownBy(() -> http.retrieveResource(at("/moved").toURL()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("302");
    }

    @Test
    void a_provider_that_is_away_is_asked_once_in_five_seconds_and_one_that_was_known_stays_known() {
        Discovery discovery = new Discovery(issuer(), http, clock);
        for (int i = 0; i < 20; i++) {
            assertAway(discovery);
        }
        answer(WELL_KNOWN, 200, metadata(issuer(), issuer()));
        assertAway(discovery);

        clock.pass(Discovery.PAUSE);
        assertThat(discovery.get().getIssuer().getValue()).isEqualTo(issuer());
        for (int i = 0; i < 20; i++) {
            discovery.get();
        }
        assertThat(asked).hasValue(1);

        server.removeContext(WELL_KNOWN);
        clock.pass(Discovery.KEPT);
        assertThat(discovery.get().getIssuer().getValue()).isEqualTo(issuer());
    }

    @Test
    void a_document_of_another_issuer_or_with_unsafe_addresses_does_not_count() {
        answer(WELL_KNOWN, 200, metadata("https://evil.example", issuer()));
        assertAway(new Discovery(issuer(), http, clock));

        server.removeContext(WELL_KNOWN);
        answer(WELL_KNOWN, 200, metadata(issuer(), "http://plain.example"));
        assertAway(new Discovery(issuer(), http, clock));
    }

    @Test
    void tokens_with_unknown_keys_do_not_make_us_flood_the_provider() throws JOSEException {
        RSAKey known = key();
        answer(WELL_KNOWN, 200, metadata(issuer(), issuer()));
        IdTokens tokens = tokens();
        AtomicInteger fetched = serveKeys(known);

        assertThat(tokens.read(token(known), "nonce").getSubject().getValue()).isEqualTo("ada");
        RSAKey key = key();
        long begun = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            RSAKey foreign = new RSAKey.Builder(key).keyID("foreign-" + i).build();
            assertFailed(() -> tokens.read(token(foreign), "nonce"));
        }
        tokens.read(token(known), "nonce");

        long intervals = 1 + Duration.ofNanos(System.nanoTime() - begun).dividedBy(Duration.ofSeconds(5));
        assertThat(fetched.get()).isBetween(2, 1 + 2 * (1 + (int) intervals));
    }

    @Test
    void a_token_that_nobody_signed_or_that_another_signed_in_the_name_of_a_known_key_does_not_count()
            throws JOSEException {
        RSAKey known = key();
        answer(WELL_KNOWN, 200, metadata(issuer(), issuer()));
        serveKeys(known);
        IdTokens tokens = tokens();
        RSAKey forged = new RSAKeyGenerator(2048).keyID(known.getKeyID()).generate();

        assertFailed(() -> tokens.read(new PlainJWT(claims()), "nonce"));
        assertFailed(() -> tokens.read(token(forged), "nonce"));
        assertFailed(() -> tokens.read(token(known), "another nonce"));
        assertFailed(() -> tokens.read(token(known, List.of("atrium", "another"), null), "nonce"));
        assertFailed(() -> tokens.read(token(known, List.of("atrium"), "another"), "nonce"));
        tokens.read(token(known, List.of("atrium", "another"), "atrium"), "nonce");
        assertFailed(() -> tokens.read(null, "nonce"));
    }

    private IdTokens tokens() {
        OidcProperties properties = new OidcProperties(
                issuer(),
                "atrium",
                "",
                List.of("openid"),
                "",
                "preferred_username",
                "",
                new RoleValues(List.of(), List.of(), List.of()),
                OidcProperties.Unmapped.MEMBER,
                true);
        return new IdTokens(properties, new Discovery(issuer(), http, clock), http);
    }

    private AtomicInteger serveKeys(RSAKey key) {
        AtomicInteger fetched = new AtomicInteger();
        server.createContext("/keys", exchange -> {
            fetched.incrementAndGet();
            respond(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
        });
        return fetched;
    }

    private static RSAKey key() throws JOSEException {
        return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
    }

    private SignedJWT token(RSAKey key) {
        return token(key, List.of("atrium"), null);
    }

    private SignedJWT token(RSAKey key, List<String> audience, String party) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    new JWTClaimsSet.Builder(claims())
                            .audience(audience)
                            .claim("azp", party)
                            .build());
            token.sign(new RSASSASigner(key));
            return token;
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience("atrium")
                .subject("ada")
                .claim("nonce", "nonce")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
    }

    private static void assertAway(Discovery discovery) {
        assertThatThrownBy(discovery::get)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(AuthProblem.PROVIDER_AWAY));
    }

    private static void assertFailed(Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(AuthProblem.SIGN_IN_FAILED));
    }

    private String metadata(String issuer, String base) {
        return """
                {"issuer": "%s", "authorization_endpoint": "%s/authorize", "token_endpoint": "%s/token",
                 "jwks_uri": "%s/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                 "id_token_signing_alg_values_supported": ["RS256"]}"""
                .formatted(issuer, base, base, base);
    }

    private void answer(String path, int status, String body) {
        server.createContext(path, exchange -> {
            asked.incrementAndGet();
            respond(exchange, status, body);
        });
    }

    private static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String resource(String path) {
        try {
            return http.retrieveResource(at(path).toURL()).getContent();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI at(String path) {
        return URI.create(issuer() + path);
    }

    private String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
