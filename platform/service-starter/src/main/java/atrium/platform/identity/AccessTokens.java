package atrium.platform.identity;

import com.nimbusds.jose.jwk.ECKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

/**
 * Verifies the gateway's access tokens. Any thread may ask.
 *
 * <p>A player or an upload client sends the same token with each of a thousand requests, and a signature costs a hundred
 * times as much to check as all else of a small request: so what was verified is remembered, by its digest. The key that
 * verified it must still be known, its session must not be over and its time not either, each time.
 */
final class AccessTokens {

    /** Half a KiB each. Only what was verified is remembered, so nobody can push others out with what they make up. */
    private static final int MOST_REMEMBERED = 16 * 1024;

    private final VerificationKeys keys;
    private final InstantSource clock;
    private final TokenMeters meters;
    private final Map<ByteBuffer, Verified> remembered;

    AccessTokens(VerificationKeys keys, InstantSource clock, TokenMeters meters) {
        this(keys, clock, meters, MOST_REMEMBERED);
    }

    AccessTokens(VerificationKeys keys, InstantSource clock, TokenMeters meters, int mostRemembered) {
        this.keys = keys;
        this.clock = clock;
        this.meters = meters;
        this.remembered = Collections.synchronizedMap(new Remembered(mostRemembered));
    }

    /** The holder of {@code token}; fails with a {@link TokenFault.InvalidTokenException}. */
    Mono<Authentication> verify(String token) {
        return Mono.defer(() -> {
            ByteBuffer digest = ByteBuffer.wrap(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
            Verified earlier = remembered.get(digest);
            String keyId = earlier == null
                    ? SignedToken.parse(token).keyId()
                    : earlier.key().getKeyID();
            return keys.key(keyId)
                    .switchIfEmpty(Mono.error(TokenFault.UNKNOWN_KEY::exception))
                    .map(key -> holder(digest, earlier, key, token));
        });
    }

    private Authentication holder(ByteBuffer digest, @Nullable Verified earlier, ECKey key, String token) {
        AccessClaims claims = earlier != null && earlier.key().equals(key)
                ? recall(digest, earlier.claims())
                : remember(digest, token, key);
        if (keys.isRevoked(claims.session())) {
            throw TokenFault.REVOKED.exception();
        }
        return claims.holder();
    }

    private AccessClaims remember(ByteBuffer digest, String token, ECKey key) {
        AccessClaims claims = AccessClaims.of(SignedToken.parse(token).claims(key), clock.instant());
        remembered.put(digest, new Verified(key, claims));
        meters.verified();
        return claims;
    }

    private AccessClaims recall(ByteBuffer digest, AccessClaims claims) {
        if (claims.isOver(clock.instant())) {
            remembered.remove(digest);
            throw TokenFault.EXPIRED.exception();
        }
        meters.remembered();
        return claims;
    }

    /** How many are remembered. */
    int size() {
        return remembered.size();
    }

    private record Verified(ECKey key, AccessClaims claims) {}

    /** The least recently used goes. */
    private static final class Remembered extends LinkedHashMap<ByteBuffer, Verified> {

        private static final long serialVersionUID = 1;

        private final int most;

        Remembered(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > most;
        }
    }
}
