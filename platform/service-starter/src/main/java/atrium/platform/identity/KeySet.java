package atrium.platform.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

/** A JSON Web Key Set (RFC 7517, section 5): of its keys, those that can verify an access token, by {@code kid}. */
final class KeySet {

    /** A gateway has the key it signs with and the few before and after it. */
    private static final int MOST_KEYS = 32;

    private KeySet() {}

    static Map<String, ECKey> parse(String json) throws ParseException {
        Map<String, ECKey> keys = new HashMap<>();
        Map<String, Object> set = JSONObjectUtils.parse(json);
        if (set == null) {
            throw new ParseException("no JSON object", 0);
        }
        for (JWK key : JWKSet.parse(set).getKeys()) {
            if (key instanceof ECKey curved && verifies(curved)) {
                keys.putIfAbsent(curved.getKeyID(), curved.toPublicJWK());
            }
        }
        if (keys.size() > MOST_KEYS) {
            throw new ParseException("keys: %d (expected: at most %d)".formatted(keys.size(), MOST_KEYS), 0);
        }
        return keys;
    }

    private static boolean verifies(ECKey key) {
        return Curve.P_256.equals(key.getCurve())
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getAlgorithm() == null || JWSAlgorithm.ES256.equals(key.getAlgorithm()))
                && key.getKeyID() != null
                && SignedToken.isKeyId(key.getKeyID());
    }
}
