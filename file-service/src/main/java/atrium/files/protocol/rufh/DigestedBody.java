package atrium.files.protocol.rufh;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A body that is a whole file, and fails instead of ending if it is not the one that was announced ("Representation
 * Digests"), so that the upload service never completes it.
 */
final class DigestedBody implements Body {

    private final Body body;
    private final String expected;
    private final long length;
    private final MessageDigest digest = sha256();
    private long given;

    /**
     * @param expected the SHA-256 in hexadecimal
     * @param length where the file ends, also if the body does not end there in order; -1 where only its end tells
     */
    DigestedBody(Body body, String expected, long length) {
        this.body = body;
        this.expected = expected;
        this.length = length;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        ByteBuffer piece = nextUnlessCut();
        if (piece == null) {
            check();
        } else {
            given += piece.remaining();
            digest.update(piece.duplicate());
        }
        return piece;
    }

    private @Nullable ByteBuffer nextUnlessCut() throws IOException {
        try {
            return body.next();
        } catch (BodyCutException e) {
            if (given == length) {
                check();
            }
            throw e;
        }
    }

    private void check() {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(expected)) {
            throw RufhProblem.MISMATCHING_DIGEST.with("sha-256: " + found + " (expected: " + expected + ")");
        }
    }

    @Override
    public long announced() {
        return body.announced();
    }

    @Override
    public void cut(BodyCutException.Reason reason) {
        body.cut(reason);
    }

    @Override
    public void close() {
        body.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
