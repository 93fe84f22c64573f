package atrium.files.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Appends to one unfinished blob; used by one thread. Closing it keeps what was written. */
public interface BlobWriter extends Closeable {

    /** Where the next byte goes. */
    long offset();

    /** Appends all that {@code bytes} has remaining; when this throws, a part may have been appended. */
    void write(ByteBuffer bytes) throws IOException;
}
