package atrium.chat.session;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names the person behind a connection, so that a mute or ban outlives the connection and holds on every node.
 *
 * <p>It is a keyed hash (HMAC-SHA-256, RFC 2104), because everybody sees it as part of a member's id: without the key
 * nobody finds an address from it by trying all of them. 51 bits of it are shown; in a room of 50 000, two share a
 * person by chance in one of three million rooms.
 *
 * <p>A guest is the address and what the name looks like, so that a household is not muted for one; who changes the name
 * is another guest, and only a sign-in could stop that. Any thread may ask.
 */
public final class Persons {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LETTERS = 10;

    private final SecretKeySpec key;

    private Persons(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Keyed by something that all nodes know and nobody else; persons change with it.
     *
     * @param secret not used as a key itself, so that a person says nothing about it; blank is a random key, which gives
     *     persons that this process alone knows
     */
    public static Persons keyedBy(String secret, SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return new Persons(secret.isBlank() ? key : sha256("atrium chat persons|" + secret));
    }

    /**
     * The person of a member.
     *
     * @param account the name of the account; null is a guest
     * @param skeleton what a guest's name looks like; see {@link LookAlikes}
     * @param address a guest's
     */
    public String personOf(@Nullable String account, String skeleton, String address) {
        return shown(mac(account != null ? "user|" + account : "guest|" + skeleton + "|" + address));
    }

    /** A {@link Mac} is of one thread and cheap to make. */
    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The last letters, since the first one of a number to base 36 is not as good as random. */
    private static String shown(byte[] mac) {
        String digits = new BigInteger(1, mac).toString(Character.MAX_RADIX);
        String padded = "0".repeat(LETTERS) + digits;
        return padded.substring(padded.length() - LETTERS);
    }
}
