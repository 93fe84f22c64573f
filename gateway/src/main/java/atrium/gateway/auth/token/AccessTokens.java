package atrium.gateway.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs access tokens, JWTs of the type {@code at+jwt} (RFC 9068), and reads its own.
 *
 * <p>A token that is read is one that this gateway signed, that has not expired, and whose session is not over.
 */
public final class AccessTokens {

    static final String ISSUER = "atrium";

    /** How much longer a token is read than it says: as services do, whose clocks may differ. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final SigningKeys keys;
    private final Predicate<String> revoked;
    private final Supplier<String> ids;
    private final InstantSource clock;

    /**
     * @param revoked whether the session of this id is over
     * @param ids for the claim {@code jti}
     */
    public AccessTokens(SigningKeys keys, Predicate<String> revoked, Supplier<String> ids, InstantSource clock) {
        this.keys = keys;
        this.revoked = revoked;
        this.ids = ids;
        this.clock = clock;
    }

    /** Waits for the disk if a key has to be made. */
    public String sign(AccessClaims claims) {
        ECKey key = keys.current();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(TYPE)
                .keyID(key.getKeyID())
                .build();
        SignedJWT token = new SignedJWT(header, set(claims));
        try {
            token.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("the key " + key.getKeyID() + " does not sign", e);
        }
        return token.serialize();
    }

    private JWTClaimsSet set(AccessClaims claims) {
        JWTClaimsSet.Builder set = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .subject(claims.subject())
                .claim("name", claims.name())
                .claim("roles", claims.roles())
                .claim("sid", claims.session())
                .jwtID(ids.get())
                .issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(claims.expires()));
        if (claims.guest()) {
            set.claim("guest", true);
        }
        if (!claims.rooms().isEmpty()) {
            set.claim("rooms", claims.rooms());
        }
        return set.build();
    }

    /** What {@code token} says, empty if it does not count. Costs a verification; does not wait. */
    public Optional<AccessClaims> read(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return isOurs(jwt) ? valid(jwt.getJWTClaimsSet()) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    /** RFC 8725, sections 3.1 and 3.11: one algorithm, one type, whatever the token asks for. */
    private boolean isOurs(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        String kid = header.getKeyID();
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || !TYPE.equals(header.getType()) || kid == null) {
            return false;
        }
        Optional<ECKey> key = keys.key(kid);
        return key.isPresent() && jwt.verify(new ECDSAVerifier(key.get()));
    }

    private Optional<AccessClaims> valid(JWTClaimsSet set) throws ParseException {
        String session = set.getStringClaim("sid");
        boolean meantForUs = ISSUER.equals(set.getIssuer()) && set.getAudience().contains(ISSUER);
        Date expires = set.getExpirationTime();
        if (!meantForUs || expires == null || session == null || set.getSubject() == null) {
            return Optional.empty();
        }
        Instant end = expires.toInstant();
        boolean alive = clock.instant().isBefore(end.plus(SKEW)) && !revoked.test(session);
        return alive ? Optional.of(claims(set, session, end)) : Optional.empty();
    }

    private static AccessClaims claims(JWTClaimsSet set, String session, Instant expires) throws ParseException {
        return new AccessClaims(
                set.getSubject(),
                set.getStringClaim("name"),
                list(set.getStringListClaim("roles")),
                Boolean.TRUE.equals(set.getBooleanClaim("guest")),
                list(set.getStringListClaim("rooms")),
                session,
                expires);
    }

    private static List<String> list(@Nullable List<String> claim) {
        return claim == null ? List.of() : List.copyOf(claim);
    }
}
