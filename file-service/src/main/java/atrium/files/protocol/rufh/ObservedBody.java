package atrium.files.protocol.rufh;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A body, and how much of it has been taken: who asks for the next piece has stored the one before. */
final class ObservedBody implements Body {

    private final Body body;
    private final LongConsumer stored;
    private boolean wanted;
    private long given;

    /** @param stored is told how many bytes are stored, before each further piece */
    ObservedBody(Body body, LongConsumer stored) {
        this.body = body;
        this.stored = stored;
    }

    /** Whether anybody wanted its bytes. */
    boolean wasWanted() {
        return wanted;
    }

    @Override
    public void prepare(long most) throws IOException {
        wanted = true;
        body.prepare(most);
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (given > 0) {
            stored.accept(given);
        }
        ByteBuffer piece = body.next();
        given += piece == null ? 0 : piece.remaining();
        return piece;
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
}
