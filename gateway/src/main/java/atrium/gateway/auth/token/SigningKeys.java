package atrium.gateway.auth.token;

import atrium.gateway.auth.storage.StateFile;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign access tokens (ES256, RFC 7518, section 3.4), in {@code keys.json}. One signs; those before it are
 * published until the last token that they signed has expired, and the one after it for a while before it signs, so that
 * no service meets a token of a key that it has not fetched yet.
 *
 * <p>A key is made when one is needed: at the first token, and at the first one when {@code lifetime} is nearly over. It is
 * in the file before it is published, so that a restart forgets no key of which a token is out.
 */
public final class SigningKeys {

    /** How much longer than its last token a key is published: for services whose clock is behind. */
    static final Duration LEEWAY = Duration.ofMinutes(1);

    /** How long a key is published before it signs: services that verify something fetch the keys once a minute. */
    static final Duration AHEAD = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);

    /** How long keys sign, and how long their tokens live. */
    public record Lifetimes(Duration key, Duration token) {}

    private final StateFile<KeysDocument> file;
    private final Supplier<Lifetimes> lifetimes;
    private final SecureRandom random;
    private final InstantSource clock;
    private volatile List<SigningKey> keys = List.of();

    private SigningKeys(Path directory, Supplier<Lifetimes> lifetimes, SecureRandom random, InstantSource clock) {
        this.file = new StateFile<>(
                directory,
                "keys.json",
                KeysDocument.class,
                "Removing it ends the access tokens that are out; whoever is signed in gets another by refreshing.");
        this.lifetimes = lifetimes;
        this.random = random;
        this.clock = clock;
    }

    /** Reads the file in {@code directory}; both need not be there yet. Waits for the disk. */
    public static SigningKeys open(
            Path directory, Supplier<Lifetimes> lifetimes, SecureRandom random, InstantSource clock) {
        SigningKeys opened = new SigningKeys(directory, lifetimes, random, clock);
        opened.keys = opened.file.read().map(KeysDocument::signingKeys).orElse(List.of());
        return opened;
    }

    /** The public key named {@code kid}, if its tokens may be alive. Does not wait. */
    public Optional<ECKey> key(String kid) {
        return published().filter(key -> kid.equals(key.getKeyID())).findFirst();
    }

    /** What {@code GET /auth/jwks} answers (RFC 7517, section 5). Waits for the disk if a key has to be made. */
    public JWKSet jwks() {
        current();
        return new JWKSet(published().map(JWK.class::cast).toList());
    }

    /** The key that signs now. Waits for the disk if the next one has to be made. */
    synchronized ECKey current() {
        Instant now = clock.instant();
        if (keys.stream().noneMatch(key -> isFresh(key, now))) {
            make(now);
        }
        return keys.stream()
                .filter(key -> key.signsAt(now))
                .min(Comparator.comparing(SigningKey::made))
                .orElseThrow()
                .key();
    }

    private boolean isFresh(SigningKey key, Instant now) {
        Duration lifetime = lifetimes.get().key();
        return key.retired().isEmpty() && now.isBefore(key.made().plus(lifetime).minus(ahead(lifetime)));
    }

    private static Duration ahead(Duration lifetime) {
        Duration half = lifetime.dividedBy(2);
        return half.compareTo(AHEAD) < 0 ? half : AHEAD;
    }

    private Stream<ECKey> published() {
        Instant now = clock.instant();
        return keys.stream().filter(key -> !endsBefore(key, now)).map(SigningKey::publicKey);
    }

    private boolean endsBefore(SigningKey key, Instant now) {
        return key.retired().isPresent()
                && key.retired()
                        .get()
                        .plus(lifetimes.get().token())
                        .plus(LEEWAY)
                        .isBefore(now);
    }

    private void make(Instant now) {
        SigningKey next = SigningKey.of(generate(), now, Optional.empty());
        List<SigningKey> all = new ArrayList<>(List.of(next));
        keys.stream()
                .map(key -> key.retiredAt(now.plus(ahead(lifetimes.get().key()))))
                .filter(key -> !endsBefore(key, now))
                .forEach(all::add);
        List<SigningKey> kept = List.copyOf(all);
        try {
            file.save(() -> KeysDocument.of(kept));
        } catch (IOException e) {
            throw new UncheckedIOException("no token can be signed: " + file + " cannot be written", e);
        }
        keys = kept;
        log.info("made the signing key {}; {} are published", next.key().getKeyID(), kept.size());
    }

    private ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .secureRandom(random)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}
