package atrium.files.storage.s3;

import atrium.files.catalog.FileId;
import atrium.platform.testsupport.S3ProxyProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** A bucket of a real server, small parts and short patience. */
final class TestBucket implements AutoCloseable {

    static final int PART = 5 * 1024 * 1024;
    private static final int PAGE = 2;
    private static final int CONNECTIONS = 17;

    final S3ProxyProcess server;
    final S3StoreProperties properties;
    final S3AsyncClient client;
    final S3Bucket bucket;

    private TestBucket(S3ProxyProcess server, Duration timeout, int connections) {
        this.server = server;
        Map<String, String> settings = new HashMap<>(server.properties());
        settings.put("atrium.files.s3.part-size", "5MB");
        settings.put("atrium.files.s3.timeout", timeout.toString());
        settings.put("atrium.files.s3.connections", Integer.toString(connections));
        settings.put("atrium.files.s3.concurrency", Integer.toString(connections - 1));
        settings.put("atrium.files.s3.spool", "target");
        this.properties = new Binder(new MapConfigurationPropertySource(settings))
                .bind("atrium.files.s3", S3StoreProperties.class)
                .get();
        this.client = S3Access.client(properties);
        this.bucket = new S3Bucket(client, properties.bucket(), properties.timeout());
    }

    static TestBucket start() throws IOException {
        return start(Duration.ofSeconds(20));
    }

    static TestBucket start(Duration timeout) throws IOException {
        return start(timeout, CONNECTIONS);
    }

    static TestBucket start(Duration timeout, int connections) throws IOException {
        return new TestBucket(S3ProxyProcess.start(), timeout, connections);
    }

    /** A store that knows nothing of the others. */
    S3BlobStore store() {
        return new S3BlobStore(
                bucket, new PartSender(bucket, properties.spoolDirectory(), PART, properties.concurrency()), PAGE);
    }

    void empty() throws IOException {
        S3BlobStore store = store();
        Set<FileId> ids = new HashSet<>(store.unfinished());
        ids.addAll(store.finished());
        for (FileId id : ids) {
            store.delete(id);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
