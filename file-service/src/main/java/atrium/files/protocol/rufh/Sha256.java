package atrium.files.protocol.rufh;

import atrium.files.storage.RunningHash;
import atrium.files.upload.Checksum;
import java.nio.ByteBuffer;

/** The digest of "Integrity Digests" that is understood here (RFC 9530, section 5); asked once whether it matches. */
final class Sha256 implements Checksum {

    private final RunningHash hash = new RunningHash();
    private final String expected;

    /** @param expected in lower-case hexadecimal */
    Sha256(String expected) {
        this.expected = expected;
    }

    @Override
    public void update(ByteBuffer bytes) {
        hash.update(bytes);
    }

    @Override
    public boolean matches() {
        return hash.hex().equals(expected);
    }
}
