package atrium.files.storage;

import atrium.files.catalog.FileId;
import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;

/** An ability of stores whose finished blobs lie behind a network: bytes come as a subscriber asks for them. */
public interface Streaming {

    /**
     * The {@code length} bytes from {@code first} on, in buffers that nobody else uses afterwards. Each subscription reads
     * anew, is told of an unknown blob by an error, and reads no further than a few buffers beyond what it asked for.
     */
    Publisher<ByteBuffer> read(FileId blob, long first, long length);
}
