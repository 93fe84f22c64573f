package atrium.platform.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JWT (RFC 7519) as it came, read and not yet believed.
 *
 * <p>What its header may say is what the gateway writes, and no more: ES256 and the type of an access token (RFC 9068,
 * section 2.1), a key's name, no key, no address of one and nothing critical. So the algorithm is never the sender's to
 * choose (RFC 8725, section 3.1), and a token that was made for something else is none of these (section 3.11).
 */
final class SignedToken {

    /** More than the gateway ever writes; what is longer is not looked at. */
    private static final int LONGEST = 8 * 1024;

    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final Set<JOSEObjectType> ACCESS_TOKEN =
            Set.of(new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"));

    private final SignedJWT jwt;

    private SignedToken(SignedJWT jwt) {
        this.jwt = jwt;
    }

    static SignedToken parse(String token) {
        if (token.length() > LONGEST) {
            throw TokenFault.MALFORMED.exception();
        }
        SignedJWT jwt = read(token);
        check(jwt.getHeader());
        return new SignedToken(jwt);
    }

    /** The library has a NullPointerException for a header of {@code null}, and may have others. */
    private static SignedJWT read(String token) {
        try {
            return SignedJWT.parse(token);
        } catch (ParseException | RuntimeException e) {
            throw TokenFault.MALFORMED.exception();
        }
    }

    /** Whether {@code kid} can be the name of a key. */
    static boolean isKeyId(String kid) {
        return KEY_ID.matcher(kid).matches();
    }

    private static void check(JWSHeader header) {
        String kid = header.getKeyID();
        JOSEObjectType type = header.getType();
        if (!JWSAlgorithm.ES256.equals(header.getAlgorithm()) || type == null || !ACCESS_TOKEN.contains(type)) {
            throw TokenFault.FOREIGN.exception();
        }
        if (kid == null || !isKeyId(kid) || !HEADER.containsAll(header.getIncludedParams())) {
            throw TokenFault.MALFORMED.exception();
        }
    }

    String keyId() {
        return jwt.getHeader().getKeyID();
    }

    /** What the token claims, if {@code key} has signed it. */
    JWTClaimsSet claims(ECKey key) {
        try {
            if (!jwt.verify(new ECDSAVerifier(key))) {
                throw TokenFault.SIGNATURE.exception();
            }
            return jwt.getJWTClaimsSet();
        } catch (JOSEException e) {
            throw TokenFault.SIGNATURE.exception();
        } catch (ParseException e) {
            throw TokenFault.MALFORMED.exception();
        }
    }
}
