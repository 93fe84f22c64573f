package atrium.files.protocol.rufh;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.PassedBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that is a whole file, and fails instead of ending if it is not the one that was announced ("Representation
 * Digests"), so that the upload service never completes it.
 */
final class DigestedBody extends PassedBody {

    private final Sha256 digest;
    private final long length;
    private long given;

    /** @param length where the file ends, also if the body does not end there in order; -1 where only its end tells */
    DigestedBody(Body body, Sha256 digest, long length) {
        super(body);
        this.digest = digest;
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
            return source.next();
        } catch (BodyCutException e) {
            if (given == length) {
                check();
            }
            throw e;
        }
    }

    private void check() {
        if (!digest.matches()) {
            throw RufhProblem.MISMATCHING_DIGEST.with(
                    "The " + given + " bytes have another SHA-256 than the request says; none of them is kept.");
        }
    }
}
