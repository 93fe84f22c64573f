package atrium.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The bearer token by which one service of an installation knows another: made of the secret that all of them have, which
 * it does not give away. It gives the role {@link #ROLE} and no other, so that who gets hold of it is no admin.
 */
public final class ServiceToken {

    /** Not one of {@link Role}: no person has it, and it includes none of theirs. */
    public static final String ROLE = "SERVICE";

    private static final String ALGORITHM = "HmacSHA256";
    private static final String MEANT_FOR = "atrium: from service to service, 1";

    private ServiceToken() {}

    /** The token, blank if no secret is configured: then no service trusts another. */
    public static String of(IdentityProperties properties) {
        String secret = properties.adminToken();
        return secret.isBlank() ? "" : hmac(secret);
    }

    private static String hmac(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(MEANT_FOR.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
