package atrium.files.storage.local;

import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import atrium.files.storage.BlobStore;
import atrium.files.storage.BlobStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalBlobStoreTests extends BlobStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected BlobStore open() throws IOException {
        return new LocalBlobStore(directory, new DurableFiles(() -> Durability.PROCESS));
    }
}
