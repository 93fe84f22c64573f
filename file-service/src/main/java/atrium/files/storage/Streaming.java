package atrium.files.storage;

import atrium.files.catalog.FileId;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;

/** An ability of stores that bring the bytes of finished blobs without a thread that waits for them. */
public interface Streaming {

    /**
     * A piece of a finished blob, fetched anew for each subscriber and no faster than it asks; to cancel ends the
     * fetching. The buffers are the subscriber's. Does not look whether the blob is there: that is the first signal.
     */
    Publisher<ByteBuffer> read(FileId blob, long first, long length);
}
