package atrium.gateway.auth.token;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A key with its private part.
 *
 * @param retired when it signed its last token; empty: it signs still
 */
record SigningKey(ECKey key, Instant made, Optional<Instant> retired) {

    SigningKey retiredAt(Instant now) {
        return retired.isPresent() ? this : new SigningKey(key, made, Optional.of(now));
    }

    /** Without the private part, which must not reach a log. */
    @Override
    public String toString() {
        return "SigningKey[" + key.getKeyID() + "]";
    }
}
