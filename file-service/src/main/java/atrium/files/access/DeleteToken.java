package atrium.files.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the uploader gets once, to delete the file later without an account: 128 random bits.
 *
 * <p>Only its SHA-256 is kept. A plain hash is enough for a value that cannot be guessed; a slow one would protect
 * nothing more.
 */
public record DeleteToken(String secret) {

    private static final int BYTES = 16;

    public static DeleteToken random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new DeleteToken(HexFormat.of().formatHex(bytes));
    }

    /** What is stored. */
    public String hash() {
        return hash(secret);
    }

    /** Whether {@code presented} is the token whose {@link #hash} is given; takes the same time for every wrong one. */
    public static boolean matches(@Nullable String presented, String hash) {
        return presented != null
                && MessageDigest.isEqual(
                        hash(presented).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Without the secret, which must not reach a log. */
    @Override
    public String toString() {
        return "DeleteToken[…]";
    }
}
