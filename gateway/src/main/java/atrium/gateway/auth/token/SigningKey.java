package atrium.gateway.auth.token;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A key of ours.
 *
 * @param key with its private part
 * @param retired from when on it signs no more; empty while it has no successor
 */
record SigningKey(ECKey key, ECKey publicKey, Instant made, Optional<Instant> retired) {

    static SigningKey of(ECKey key, Instant made, Optional<Instant> retired) {
        return new SigningKey(key, key.toPublicJWK(), made, retired);
    }

    SigningKey retiredAt(Instant then) {
        return retired.isPresent() ? this : new SigningKey(key, publicKey, made, Optional.of(then));
    }

    boolean signsAt(Instant now) {
        return retired.isEmpty() || now.isBefore(retired.get());
    }

    /** Without the private part, which must not reach a log. */
    @Override
    public String toString() {
        return "SigningKey[" + key.getKeyID() + "]";
    }
}
