package atrium.gateway.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.MovableClock;
import atrium.gateway.auth.secret.Secrets;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTests {

    @TempDir
    private Path directory;

    private final MovableClock clock = new MovableClock();
    private final Set<String> over = new HashSet<>();
    private SigningKeys keys;
    private AccessTokens tokens;

    @BeforeEach
    void open() {
        SecureRandom random = new SecureRandom();
        keys = SigningKeys.open(
                directory, () -> new SigningKeys.Lifetimes(Duration.ofDays(7), Duration.ofMinutes(5)), random, clock);
        tokens = new AccessTokens(keys, over::contains, new Secrets(random)::id, clock);
    }

    @Test
    void what_is_signed_is_read() {
        assertThat(tokens.read(tokens.sign(ada()))).contains(ada());
        assertThat(tokens.read(tokens.sign(guest()))).contains(guest());
    }

    @Test
    void a_token_is_an_rfc_9068_access_token_of_atrium() throws Exception {
        SignedJWT jwt = SignedJWT.parse(tokens.sign(ada()));

        assertThat(jwt.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        assertThat(jwt.getHeader().getType()).isEqualTo(new JOSEObjectType("at+jwt"));
        assertThat(jwt.getHeader().getKeyID()).isEqualTo(keys.current().getKeyID());
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        assertThat(claims.getClaims().keySet())
                .containsExactlyInAnyOrder("iss", "aud", "sub", "name", "roles", "sid", "jti", "iat", "exp");
        assertThat(claims.getIssuer()).isEqualTo("atrium");
        assertThat(claims.getAudience()).containsExactly("atrium");
        assertThat(claims.getStringListClaim("roles")).containsExactly("member", "moderator", "admin");
    }

    @Test
    void an_expired_token_is_none() {
        String token = tokens.sign(ada());
        clock.pass(Duration.ofMinutes(5).plus(AccessTokens.SKEW));

        assertThat(tokens.read(token)).isEmpty();
    }

    @Test
    void a_token_of_a_session_that_is_over_is_none() {
        String token = tokens.sign(ada());
        over.add("s1");

        assertThat(tokens.read(token)).isEmpty();
    }

    @Test
    void a_token_of_a_former_key_is_read_until_it_expires() {
        keys.current();
        clock.pass(Duration.ofDays(7).minus(SigningKeys.AHEAD));
        keys.current();
        clock.pass(SigningKeys.AHEAD.minusSeconds(1));
        AccessClaims before = ada();
        String token = tokens.sign(before);
        clock.pass(Duration.ofSeconds(1));
        String next = tokens.sign(ada());

        assertThat(token.substring(0, token.indexOf('.'))).isNotEqualTo(next.substring(0, next.indexOf('.')));
        assertThat(tokens.read(token)).contains(before);
        assertThat(tokens.read(next)).isPresent();
    }

    @Test
    void a_token_that_is_altered_unsigned_of_another_type_or_algorithm_is_none() throws Exception {
        String token = tokens.sign(ada());
        JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
        int dot = token.indexOf('.');

        assertThat(tokens.read("")).isEmpty();
        assertThat(tokens.read("a.b.c")).isEmpty();
        assertThat(tokens.read(token.substring(0, dot + 5) + "A" + token.substring(dot + 6)))
                .isEmpty();
        assertThat(tokens.read(new PlainJWT(claims).serialize())).isEmpty();
        assertThat(tokens.read(signed(claims, "JWT", keys.current().getKeyID())))
                .isEmpty();
        assertThat(tokens.read(signed(claims, "at+jwt", "nobody's"))).isEmpty();
        assertThat(tokens.read(signedByPublicKey(claims))).isEmpty();
        assertThat(tokens.read(signed(
                        new JWTClaimsSet.Builder(claims).audience("other").build(),
                        "at+jwt",
                        keys.current().getKeyID())))
                .isEmpty();
        assertThat(tokens.read(signed(claims, "at+jwt", keys.current().getKeyID())))
                .isPresent();
    }

    private String signed(JWTClaimsSet claims, String type, String kid) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(kid)
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(keys.current()));
        return jwt.serialize();
    }

    /** RFC 8725, section 2.1: the public key, which everybody has, taken for a shared secret. */
    private String signedByPublicKey(JWTClaimsSet claims) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(keys.current().getKeyID())
                        .build(),
                new JWTClaimsSet.Builder(claims)
                        .expirationTime(Date.from(clock.instant().plusSeconds(60)))
                        .build());
        jwt.sign(new MACSigner(keys.current().toECPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private AccessClaims ada() {
        return new AccessClaims(
                "ada-id", "ada", List.of("member", "moderator", "admin"), false, List.of(), "s1", end());
    }

    private AccessClaims guest() {
        return new AccessClaims("g-1", "Bob", List.of(), true, List.of("lobby"), "s2", end());
    }

    private Instant end() {
        return clock.instant().plus(Duration.ofMinutes(5));
    }
}
