package atrium.gateway.auth.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes identifiers and secrets, and compares secrets with what is kept of them: a digest, which gives nothing away. */
public final class Secrets {

    private static final int ID_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final SecureRandom random;

    public Secrets(SecureRandom random) {
        this.random = random;
    }

    /** 128 bits in lower-case hexadecimal digits. */
    public String id() {
        return HexFormat.of().formatHex(bytes(ID_BYTES));
    }

    /** 256 bits in base64url (RFC 4648, section 5), without padding. */
    public String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
    }

    /** The SHA-256 of {@code secret}, in hexadecimal digits. Enough for 256 random bits; a password needs a slow hash. */
    public static String digest(String secret) {
        try {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether {@code secret} has this digest, in a time that does not depend on how much of it is right. */
    public static boolean matches(String digest, String secret) {
        return MessageDigest.isEqual(
                digest.getBytes(StandardCharsets.US_ASCII), digest(secret).getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
