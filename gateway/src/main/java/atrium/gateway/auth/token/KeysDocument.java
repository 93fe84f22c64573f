package atrium.gateway.auth.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code keys.json} says: each key as a JWK (RFC 7517) with its private part, and when it began and ended. */
record KeysDocument(int version, List<Entry> keys) {

    static final int VERSION = 1;

    record Entry(
            Map<String, Object> jwk, Instant made, @Nullable Instant retired) {

        Entry {
            Objects.requireNonNull(jwk, "a key without its JWK");
            Objects.requireNonNull(made, "a key without time of creation");
            parsed(jwk);
        }

        SigningKey signingKey() {
            return SigningKey.of(parsed(jwk), made, Optional.ofNullable(retired));
        }

        private static ECKey parsed(Map<String, Object> jwk) {
            try {
                ECKey key = ECKey.parse(jwk);
                if (!key.isPrivate() || !Curve.P_256.equals(key.getCurve()) || key.getKeyID() == null) {
                    throw new IllegalArgumentException("a key that is no private P-256 key with a kid");
                }
                return key;
            } catch (ParseException e) {
                throw new IllegalArgumentException("a key that is no JWK", e);
            }
        }

        @Override
        public String toString() {
            return "Entry[" + jwk.get("kid") + "]";
        }
    }

    KeysDocument {
        if (version != VERSION) {
            throw new IllegalArgumentException("version: " + version + " (expected: " + VERSION + ")");
        }
        keys = List.copyOf(Objects.requireNonNull(keys, "no list of keys"));
    }

    static KeysDocument of(List<SigningKey> keys) {
        return new KeysDocument(
                VERSION,
                keys.stream()
                        .map(key -> new Entry(
                                key.key().toJSONObject(),
                                key.made(),
                                key.retired().orElse(null)))
                        .toList());
    }

    List<SigningKey> signingKeys() {
        return keys.stream().map(Entry::signingKey).toList();
    }
}
