package atrium.files.storage.s3;

import atrium.files.storage.BlobStore;
import atrium.files.storage.BlobStoreContract;
import atrium.platform.testsupport.Part;
import atrium.platform.testsupport.Requires;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

@Requires(Part.S3)
class S3BlobStoreIT extends BlobStoreContract {

    private static TestBucket bucket;

    @BeforeAll
    static void startServer() throws IOException {
        bucket = TestBucket.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        bucket.close();
    }

    @AfterEach
    void empty() throws IOException {
        bucket.empty();
    }

    @Override
    protected BlobStore open() {
        return bucket.store();
    }
}
