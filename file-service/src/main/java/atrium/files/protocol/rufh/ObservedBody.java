package atrium.files.protocol.rufh;

import atrium.files.upload.Body;
import atrium.files.upload.PassedBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A body, and how much of it has been taken: who asks for the next piece has stored the one before. */
final class ObservedBody extends PassedBody {

    private final LongConsumer stored;
    private boolean wanted;
    private long given;

    /** @param stored is told how many bytes are stored, before each further piece */
    ObservedBody(Body body, LongConsumer stored) {
        super(body);
        this.stored = stored;
    }

    /** Whether anybody wanted its bytes. */
    boolean wasWanted() {
        return wanted;
    }

    @Override
    public void prepare(long most) throws IOException {
        wanted = true;
        super.prepare(most);
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        if (given > 0) {
            stored.accept(given);
        }
        ByteBuffer piece = source.next();
        given += piece == null ? 0 : piece.remaining();
        return piece;
    }
}
