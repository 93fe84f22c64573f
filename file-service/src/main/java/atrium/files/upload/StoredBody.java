package atrium.files.upload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes that are already here. Does not close its stream. */
final class StoredBody implements Body {

    private static final int STEP = 256 * 1024;

    private final InputStream source;
    private final byte[] step = new byte[STEP];

    StoredBody(InputStream source) {
        this.source = source;
    }

    @Override
    public @Nullable ByteBuffer next() throws IOException {
        int length = source.readNBytes(step, 0, STEP);
        return length == 0 ? null : ByteBuffer.wrap(step, 0, length);
    }

    @Override
    public void cut(BodyCutException.Reason reason) {
        // Nobody waits for these bytes.
    }

    @Override
    public void close() {
        // The stream is its opener's.
    }
}
