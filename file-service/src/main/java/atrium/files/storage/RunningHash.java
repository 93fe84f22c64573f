package atrium.files.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of the first {@link #length} bytes of a blob, ready to go on. Used by one thread at a time. */
public final class RunningHash {

    private static final int STEP = 256 * 1024;

    private final MessageDigest digest = sha256();
    private long length;

    /** The hash of all that {@code bytes} brings; closes nothing. */
    public static RunningHash of(InputStream bytes) throws IOException {
        RunningHash hash = new RunningHash();
        byte[] step = new byte[STEP];
        for (int n = bytes.read(step); n >= 0; n = bytes.read(step)) {
            hash.update(ByteBuffer.wrap(step, 0, n));
        }
        return hash;
    }

    public void update(ByteBuffer bytes) {
        length += bytes.remaining();
        digest.update(bytes);
    }

    public long length() {
        return length;
    }

    /** Ends it: nothing may be added after. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
