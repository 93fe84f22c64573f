package atrium.platform.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import atrium.platform.testsupport.TestTokens;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import reactor.core.publisher.Mono;

class AccessTokensTests {

    private static final TestTokens GATEWAY = new TestTokens("k1");
    private static final TestTokens STRANGER = new TestTokens("k1");
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
    private final AtomicReference<ECKey> key = new AtomicReference<>(GATEWAY.key());
    private final AtomicReference<String> ended = new AtomicReference<>("none");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AccessTokens tokens = new AccessTokens(new Keys(), time::get, new TokenMeters(meters), 3);

    private final class Keys implements VerificationKeys {

        @Override
        public Mono<ECKey> key(String kid) {
            return Mono.justOrEmpty(key.get()).filter(known -> kid.equals(known.getKeyID()));
        }

        @Override
        public boolean isRevoked(String sid) {
            return sid.equals(ended.get());
        }
    }

    @Test
    void a_person_has_the_claims_name_and_roles() {
        Authentication holder = verify(GATEWAY.sign(claims().claim("roles", List.of("member", "moderator", "astronaut"))
                .build()));

        assertThat(holder.getName()).isEqualTo("a1");
        assertThat(holder.isAuthenticated()).isTrue();
        assertThat(holder.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .containsExactly("ROLE_MEMBER", "ROLE_MODERATOR");
        assertThat(Person.of(holder))
                .contains(new Person("a1", "Ada", Set.of(Role.MEMBER, Role.MODERATOR), false, List.of(), "s-a1"));
    }

    @Test
    void a_guest_has_no_role_and_the_rooms_it_was_invited_to() {
        Authentication holder = verify(GATEWAY.sign(claims().claim("guest", true)
                .claim("roles", List.of())
                .claim("rooms", List.of("lobby"))
                .build()));

        assertThat(holder.getAuthorities()).isEmpty();
        assertThat(Person.of(holder)).contains(new Person("a1", "Ada", Set.of(), true, List.of("lobby"), "s-a1"));
    }

    @Test
    void without_a_name_the_subject_is_shown() {
        assertThat(Person.of(verify(GATEWAY.sign(claims().claim("name", " ").build())))
                        .map(Person::name))
                .contains("a1");
    }

    static Stream<Arguments> hostile() throws JOSEException {
        JWTClaimsSet good = claims().build();
        String signed = GATEWAY.sign(good);
        String[] parts = signed.split("\\.");
        return Stream.of(
                hostile("alg none", new PlainJWT(good).serialize(), TokenFault.MALFORMED),
                hostile("alg none and a signature", header("{\"alg\":\"none\"}") + rest(parts), TokenFault.MALFORMED),
                hostile("HS256 by the public key", hmac(good), TokenFault.FOREIGN),
                hostile(
                        "ES384",
                        header("{\"alg\":\"ES384\",\"typ\":\"at+jwt\",\"kid\":\"k1\"}") + rest(parts),
                        TokenFault.FOREIGN),
                hostile("another's key", STRANGER.sign(good), TokenFault.SIGNATURE),
                hostile(
                        "zero signature",
                        parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64]),
                        TokenFault.SIGNATURE),
                hostile(
                        "short signature",
                        parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[63]),
                        TokenFault.SIGNATURE),
                hostile("no signature", parts[0] + "." + parts[1] + ".", TokenFault.MALFORMED),
                hostile(
                        "another payload",
                        parts[0] + "." + Base64URL.encode("{}") + "." + parts[2],
                        TokenFault.SIGNATURE),
                hostile("truncated", signed.substring(0, signed.length() - 8), TokenFault.SIGNATURE),
                hostile("truncated header", "eyJhbGciOiJF.." + parts[2], TokenFault.MALFORMED),
                hostile("no JSON", header("hello") + rest(parts), TokenFault.MALFORMED),
                hostile("null", header("null") + rest(parts), TokenFault.MALFORMED),
                hostile("only dots", "..", TokenFault.MALFORMED),
                hostile("deep JSON", header("[".repeat(4000)) + rest(parts), TokenFault.MALFORMED),
                hostile("two alg", header("{\"alg\":\"none\",\"alg\":\"ES256\"}") + rest(parts), TokenFault.MALFORMED),
                hostile("100 KiB", parts[0] + "." + "A".repeat(100 * 1024) + "." + parts[2], TokenFault.MALFORMED),
                hostile("typ JWT", with(GATEWAY.header().type(JOSEObjectType.JWT)), TokenFault.FOREIGN),
                hostile("no typ", with(GATEWAY.header().type(null)), TokenFault.FOREIGN),
                hostile("no kid", with(GATEWAY.header().keyID(null)), TokenFault.MALFORMED),
                hostile("empty kid", with(GATEWAY.header().keyID("")), TokenFault.MALFORMED),
                hostile("unknown kid", with(GATEWAY.header().keyID("k2")), TokenFault.UNKNOWN_KEY),
                hostile("kid a path", with(GATEWAY.header().keyID("../../k1")), TokenFault.MALFORMED),
                hostile("kid a statement", with(GATEWAY.header().keyID("k1' OR '1")), TokenFault.MALFORMED),
                hostile("kid too long", with(GATEWAY.header().keyID("k".repeat(65))), TokenFault.MALFORMED),
                hostile("crit", with(GATEWAY.header().criticalParams(Set.of("exp"))), TokenFault.MALFORMED),
                hostile("its own key", with(STRANGER.header().jwk(STRANGER.key())), TokenFault.MALFORMED));
    }

    static Stream<Arguments> strange() {
        return Stream.of(
                hostile("wrong iss", claims().issuer("atrium2"), TokenFault.FOREIGN),
                hostile("no iss", claims().issuer(null), TokenFault.FOREIGN),
                hostile("wrong aud", claims().audience("other"), TokenFault.FOREIGN),
                hostile("no aud", claims().audience((String) null), TokenFault.FOREIGN),
                hostile("no exp", claims().expirationTime(null), TokenFault.MALFORMED),
                hostile("no iat", claims().issueTime(null), TokenFault.MALFORMED),
                hostile("exp a text", claims().claim("exp", "soon"), TokenFault.MALFORMED),
                hostile("no sub", claims().subject(null), TokenFault.MALFORMED),
                hostile("blank sub", claims().subject(" "), TokenFault.MALFORMED),
                hostile("long sub", claims().subject("a".repeat(129)), TokenFault.MALFORMED),
                hostile("no sid", claims().claim("sid", null), TokenFault.MALFORMED),
                hostile("roles a text", claims().claim("roles", "admin"), TokenFault.MALFORMED),
                hostile("roles numbers", claims().claim("roles", List.of(1)), TokenFault.MALFORMED),
                hostile("guest a text", claims().claim("guest", "no"), TokenFault.MALFORMED),
                hostile("name an object", claims().claim("name", List.of()), TokenFault.MALFORMED),
                hostile(
                        "guest and admin",
                        claims().claim("guest", true).claim("roles", List.of("admin")),
                        TokenFault.MALFORMED),
                hostile("nbf ahead", claims().notBeforeTime(Date.from(NOW.plusSeconds(31))), TokenFault.NOT_YET));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"hostile", "strange"})
    void a_hostile_token_is_refused(String name, String token, TokenFault expected) {
        assertThat(fault(token)).isEqualTo(expected);
        assertThat(tokens.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-300,-31,EXPIRED", "-300,-30,EXPIRED", "-300,-29,", "0,300,", "30,300,", "31,300,NOT_YET"})
    void clocks_may_differ_by_half_a_minute(long issued, long expires, TokenFault expected) {
        String token = GATEWAY.sign(claims().issueTime(Date.from(NOW.plusSeconds(issued)))
                .expirationTime(Date.from(NOW.plusSeconds(expires)))
                .build());

        assertThat(fault(token)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"at+jwt", "AT+JWT", "application/at+jwt"})
    void the_type_is_spelled_as_the_specification_allows(String type) {
        assertThat(verify(with(GATEWAY.header().type(new JOSEObjectType(type)))).getName())
                .isEqualTo("a1");
    }

    @Test
    void atrium_may_be_one_audience_of_several() {
        String token = GATEWAY.sign(claims().audience(List.of("x", "atrium")).build());

        assertThat(verify(token).getName()).isEqualTo("a1");
    }

    @Test
    void the_same_token_is_verified_once() {
        String token = GATEWAY.sign(claims().build());
        for (int i = 0; i < 5; i++) {
            verify(token);
        }

        assertThat(count("verified")).isEqualTo(1);
        assertThat(count("remembered")).isEqualTo(4);
    }

    @Test
    void a_remembered_token_expires() {
        String token = GATEWAY.sign(claims().build());
        verify(token);

        time.set(NOW.plus(Duration.ofMinutes(5)).plusSeconds(29));
        assertThat(fault(token)).isNull();
        time.set(NOW.plus(Duration.ofMinutes(5)).plusSeconds(30));
        assertThat(fault(token)).isEqualTo(TokenFault.EXPIRED);
        assertThat(tokens.size()).isZero();
    }

    @Test
    void a_remembered_token_ends_with_its_session() {
        String token = GATEWAY.sign(claims().build());
        verify(token);

        ended.set("s-a1");

        assertThat(fault(token)).isEqualTo(TokenFault.REVOKED);
    }

    @Test
    void a_remembered_token_ends_with_its_key() {
        String token = GATEWAY.sign(claims().build());
        verify(token);

        key.set(null);
        assertThat(fault(token)).isEqualTo(TokenFault.UNKNOWN_KEY);
        key.set(STRANGER.key());
        assertThat(fault(token)).isEqualTo(TokenFault.SIGNATURE);
    }

    @Test
    void no_more_are_remembered_than_the_bound_and_the_least_used_go() {
        String first = GATEWAY.sign(claims().claim("jti", "first").build());
        verify(first);
        for (int i = 0; i < 10; i++) {
            verify(GATEWAY.sign(claims().claim("jti", "j" + i).build()));
            verify(first);
        }

        assertThat(tokens.size()).isEqualTo(3);
        assertThat(count("remembered")).isEqualTo(10);
    }

    @Test
    void a_refusal_has_neither_the_token_nor_a_stack_trace() {
        String token = STRANGER.sign(claims().build());

        var refused = catchThrowableOfType(TokenFault.InvalidTokenException.class, () -> verify(token));

        assertThat(refused.getStackTrace()).isEmpty();
        assertThat(Arrays.stream(token.split("\\.")))
                .noneMatch(part -> refused.toString().contains(part));
    }

    private static JWTClaimsSet.Builder claims() {
        return TestTokens.claims("a1", "Ada", NOW);
    }

    private static String with(JWSHeader.Builder header) {
        return GATEWAY.sign(header.build(), claims().build());
    }

    private static String header(String json) {
        return Base64URL.encode(json).toString();
    }

    private static String rest(String[] parts) {
        return "." + parts[1] + "." + parts[2];
    }

    /** The classic: the verifier's own public key as the secret of a MAC (RFC 8725, section 2.1). */
    private static String hmac(JWTClaimsSet claims) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID("k1")
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(new MACSigner(GATEWAY.key().toECPublicKey().getEncoded()));
        return token.serialize();
    }

    private static Arguments hostile(String name, String token, TokenFault expected) {
        return Arguments.of(name, token, expected);
    }

    private static Arguments hostile(String name, JWTClaimsSet.Builder claims, TokenFault expected) {
        return Arguments.of(name, GATEWAY.sign(claims.build()), expected);
    }

    private Authentication verify(String token) {
        return tokens.verify(token).blockOptional().orElseThrow();
    }

    private TokenFault fault(String token) {
        var refused = catchThrowableOfType(TokenFault.InvalidTokenException.class, () -> verify(token));
        return refused == null ? null : refused.fault();
    }

    private double count(String outcome) {
        return meters.get("atrium.identity.tokens")
                .tag("outcome", outcome)
                .counter()
                .count();
    }
}
