package atrium.files.upload;

import atrium.files.catalog.FileCatalog;
import atrium.files.quota.Admission;
import atrium.files.quota.FileProperties;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.local.LocalBlobStore;
import atrium.platform.config.Live;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The inner side of the service over a directory, wired as it is in the service, as after each start. */
final class Parts {

    final LocalBlobStore store;
    final FileCatalog catalog;
    final RoomQuota quota = new RoomQuota();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final UploadService uploads;
    final Removal removal;

    Parts(Path directory, InstantSource clock) throws IOException {
        Live<FileProperties> limits = new Live<>(new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("atrium.files", FileProperties.class));
        Admission admission = new Admission(limits);
        UploadLocks locks = new UploadLocks();
        UploadMeters uploadMeters = new UploadMeters(meters);
        store = new LocalBlobStore(directory);
        catalog = FileCatalog.open(directory.resolve("catalog"), JsonMapper.shared());
        new Recovery(store, catalog, admission, quota, uploadMeters, clock).run();
        uploads = new UploadService(store, catalog, admission, quota, locks, uploadMeters, new SecureRandom(), clock);
        removal = new Removal(store, catalog, quota, locks, uploadMeters);
    }

    double ended(String outcome) {
        return meters.get("atrium.files.uploads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** A body of {@code pieces} that then ends, or is cut. */
    static Body body(boolean cut, byte[]... pieces) {
        Deque<byte[]> rest = new ArrayDeque<>(java.util.List.of(pieces));
        return new Body() {
            @Override
            public ByteBuffer next() throws BodyCutException {
                if (!rest.isEmpty()) {
                    return ByteBuffer.wrap(rest.pop());
                }
                if (cut) {
                    throw new BodyCutException(BodyCutException.Reason.GONE);
                }
                return null;
            }

            @Override
            public void close() {}
        };
    }
}
