package atrium.platform.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Of a secret, so that it need be neither kept nor compared itself. */
final class Sha256 {

    private Sha256() {}

    static byte[] of(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
