package atrium.files.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.files.catalog.FileId;
import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import atrium.files.storage.BlobStore;
import atrium.files.storage.BlobStoreContract;
import atrium.files.storage.BlobWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTests extends BlobStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected BlobStore open() throws IOException {
        return new LocalBlobStore(directory, new DurableFiles(() -> Durability.PROCESS));
    }

    @Test
    void what_an_open_writer_has_written_counts_at_once() throws IOException {
        FileId id = FileId.random(new Random());
        BlobStore store = open();
        store.create(id);
        try (BlobWriter writer = store.append(id)) {
            writer.write(ByteBuffer.allocate(2));

            assertThat(store.offset(id)).isEqualTo(2);
        }
    }
}
