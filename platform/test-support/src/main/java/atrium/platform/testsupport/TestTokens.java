package atrium.platform.testsupport;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Signs access tokens as the gateway does, with a key of its own; a test gives the services the public half. */
public final class TestTokens {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final List<String> ROLES = List.of("member", "moderator", "admin");

    private final ECKey key;

    public TestTokens(String kid) {
        try {
            this.key = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** The public half. */
    public ECKey key() {
        return key.toPublicJWK();
    }

    /** A token of somebody signed in. */
    public String person(String subject, String name, String role) {
        List<String> roles = ROLES.subList(0, ROLES.indexOf(role) + 1);
        return sign(claims(subject, name, Instant.now()).claim("roles", roles).build());
    }

    /** A token of a guest, who was invited to {@code rooms}. */
    public String guest(String subject, String name, String... rooms) {
        var claims = claims(subject, name, Instant.now())
                .claim("roles", List.of())
                .claim("guest", true)
                .claim("rooms", List.of(rooms));
        return sign(claims.build());
    }

    /** What every token claims that is issued {@code now}. */
    public static JWTClaimsSet.Builder claims(String subject, String name, Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer("atrium")
                .audience("atrium")
                .subject(subject)
                .claim("name", name)
                .claim("sid", "s-" + subject)
                .jwtID("j-" + subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)));
    }

    public String sign(JWTClaimsSet claims) {
        return sign(header().build(), claims);
    }

    /** The header of every token. */
    public JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(key.getKeyID());
    }

    public String sign(JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign: " + header, e);
        }
    }
}
