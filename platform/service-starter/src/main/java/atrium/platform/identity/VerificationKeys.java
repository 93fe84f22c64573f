package atrium.platform.identity;

import com.nimbusds.jose.jwk.ECKey;
import reactor.core.publisher.Mono;

/**
 * The gateways' public keys, by which access tokens are verified. A service fetches them; the gateway, which signs, brings
 * a bean of its own.
 *
 * <p>Called on event loops, by many at once, for every request that has an access token: neither method may block, and
 * what is known must be there at once.
 */
public interface VerificationKeys {

    /**
     * The P-256 key named {@code kid}, empty if no gateway has one. What must be fetched first arrives on another thread.
     * Fails never: a key that cannot be fetched is one that is not known.
     *
     * @param kid from a token that nobody has verified yet, yet of 1 to 64 of the characters of base64url (RFC 4648,
     *     section 5): whatever else is no name of a key
     */
    Mono<ECKey> key(String kid);

    /** Whether the session named {@code sid} is known to be over, though its tokens have not expired. */
    default boolean isRevoked(String sid) {
        return false;
    }
}
