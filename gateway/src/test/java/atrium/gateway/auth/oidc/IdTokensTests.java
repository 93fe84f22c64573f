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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdTokensTests {

    private final ProviderHttp http = new ProviderHttp(Duration.ofSeconds(5));
    private StubProvider provider;

    @BeforeEach
    void serve() throws IOException {
        provider = new StubProvider();
    }

    @AfterEach
    void stop() {
        http.close();
        provider.close();
    }

    @Test
    void tokens_with_unknown_keys_do_not_make_us_flood_the_provider() throws JOSEException {
        RSAKey known = key();
        provider.answer(StubProvider.WELL_KNOWN, 200, provider.metadata());
        IdTokens tokens = tokens();
        AtomicInteger fetched = provider.answer("/keys", 200, new JWKSet(known.toPublicJWK()).toString());

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
        provider.answer(StubProvider.WELL_KNOWN, 200, provider.metadata());
        provider.answer("/keys", 200, new JWKSet(known.toPublicJWK()).toString());
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

    @Test
    void where_the_keys_cannot_be_had_the_provider_is_away() throws JOSEException {
        provider.answer(StubProvider.WELL_KNOWN, 200, provider.metadata());
        provider.answer("/keys", 503, "");
        RSAKey known = key();

        assertThatThrownBy(() -> tokens().read(token(known), "nonce"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(AuthProblem.PROVIDER_AWAY));
    }

    private IdTokens tokens() {
        return new IdTokens(provider.properties(), new Discovery(provider.issuer(), http, new MovableClock()), http);
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
                .issuer(provider.issuer())
                .audience("atrium")
                .subject("ada")
                .claim("nonce", "nonce")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .build();
    }

    private static void assertFailed(Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(AuthProblem.SIGN_IN_FAILED));
    }
}
