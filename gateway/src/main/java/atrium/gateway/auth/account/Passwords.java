package atrium.gateway.auth.account;

import atrium.gateway.auth.problem.AuthProblem;
import atrium.platform.problem.PlatformProblem;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes passwords with Argon2id (RFC 9106), slowly on purpose: 19 MiB, two passes, one lane, as OWASP recommends. So
 * only a few are hashed at once; a crowd waits a little and is refused then, rather than take all memory and processors.
 *
 * <p>What a password may be follows NIST SP 800-63B, section 3.1.1.2: its length counts and nothing else does.
 */
public final class Passwords {

    static final int SHORTEST = 10;
    static final int LONGEST = 128;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int PASSES = 2;

    /** How many may wait, and how long: then whoever comes is told to come again. */
    private static final int MOST_WAITING = 64;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PasswordEncoder encoder;
    private final String nobodys;
    private final Semaphore turns;
    private final Timer hashing;

    /** @param nobodys a hash that no password has, as expensive to compare as any */
    public Passwords(PasswordEncoder encoder, String nobodys, int atOnce, MeterRegistry meters) {
        this.encoder = encoder;
        this.nobodys = nobodys;
        this.turns = new Semaphore(atOnce, true);
        this.hashing = Timer.builder("atrium.gateway.auth.hashing")
                .description("how long a password was hashed, without the wait for a turn")
                .register(meters);
    }

    /** @param atOnce how many are hashed at the same time, each on a processor of its own */
    public static Passwords argon2id(SecureRandom random, int atOnce, MeterRegistry meters) {
        PasswordEncoder encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, KIBIBYTES, PASSES);
        String nobodys = "$argon2id$v=19$m=" + KIBIBYTES + ",t=" + PASSES + ",p=" + LANES + "$"
                + base64(random, SALT_BYTES) + "$" + base64(random, HASH_BYTES);
        return new Passwords(encoder, nobodys, atOnce, meters);
    }

    /** The hash of a new password; refused if it is too short or too long. Takes long. */
    public String hash(String password) {
        String normalized = normalized(password);
        int length = normalized.codePointCount(0, normalized.length());
        if (length < SHORTEST || length > LONGEST) {
            throw PlatformProblem.BAD_REQUEST.with(
                    "password: " + length + " characters (expected: " + SHORTEST + " to " + LONGEST + ")");
        }
        return inTurn(() -> encodedBy(normalized));
    }

    /**
     * Whether {@code password} has this hash. Takes long, and as long where there is no hash, so that nobody learns by
     * the time whether a name exists.
     */
    public boolean matches(String password, @Nullable String hash) {
        String normalized = normalized(password);
        String within = normalized.length() > 2 * LONGEST ? "" : normalized;
        boolean same = inTurn(() -> encoder.matches(within, hash == null ? nobodys : hash));
        return same && hash != null && !within.isEmpty();
    }

    private String encodedBy(String password) {
        String encoded = encoder.encode(password);
        if (encoded == null) {
            throw new IllegalStateException("no hash was made");
        }
        return encoded;
    }

    private <T> T inTurn(Supplier<T> work) {
        if (turns.getQueueLength() >= MOST_WAITING || !hasTurn()) {
            throw AuthProblem.BUSY
                    .with("Passwords are checked a few at a time. Try again shortly.")
                    .retryAfter(PATIENCE);
        }
        try {
            return hashing.record(work);
        } finally {
            turns.release();
        }
    }

    private boolean hasTurn() {
        try {
            return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The same password, however a keyboard composes it. */
    private static String normalized(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC);
    }

    private static String base64(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
