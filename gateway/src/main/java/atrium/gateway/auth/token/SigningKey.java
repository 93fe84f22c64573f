package atrium.gateway.auth.token;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of ours.
 *
 * @param key with its private part
 * @param retired when it signed its last token; empty: it signs still
 */
record SigningKey(ECKey key, ECKey publicKey, Instant made, Optional<Instant> retired) {

    static SigningKey of(ECKey key, Instant made, Optional<Instant> retired) {
        return new SigningKey(key, key.toPublicJWK(), made, retired);
    }

    SigningKey retiredAt(Instant now) {
        return retired.isPresent() ? this : new SigningKey(key, publicKey, made, Optional.of(now));
    }

    /** Without the private part, which must not reach a log. */
    @Override
    public String toString() {
        return "SigningKey[" + key.getKeyID() + "]";
    }
}
