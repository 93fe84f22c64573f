package atrium.files.protocol.rufh;

import atrium.files.upload.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of "Integrity Digests" that is understood here (RFC 9530, section 5); asked once whether it matches. */
final class Sha256 implements Checksum {

    private final MessageDigest digest;
    private final String expected;

    /** @param expected in lower-case hexadecimal */
    Sha256(String expected) {
        this.expected = expected;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    @Override
    public boolean matches() {
        return HexFormat.of().formatHex(digest.digest()).equals(expected);
    }
}
