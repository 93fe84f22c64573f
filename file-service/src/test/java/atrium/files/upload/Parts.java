package atrium.files.upload;

import atrium.files.catalog.local.LocalCatalog;
import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import atrium.files.lock.Locks;
import atrium.files.lock.local.LocalLocks;
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
import java.time.Duration;
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
    final LocalCatalog catalog;
    final RoomQuota quota;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final UploadService uploads;
    final Removal removal;

    Parts(Path directory, InstantSource clock) throws IOException {
        this(directory, clock, new LocalLocks(Duration.ofSeconds(2)));
    }

    Parts(Path directory, InstantSource clock, Locks locks) throws IOException {
        Live<FileProperties> limits = new Live<>(new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("atrium.files", FileProperties.class));
        Admission admission = new Admission(limits);
        UploadMeters uploadMeters = new UploadMeters(meters);
        DurableFiles disk = new DurableFiles(() -> Durability.PROCESS);
        store = new LocalBlobStore(directory, disk);
        catalog = LocalCatalog.open(directory.resolve("catalog"), JsonMapper.shared(), disk);
        quota = new RoomQuota(catalog, locks, admission);
        Completion completion =
                new Completion(store, catalog, locks, admission, Arrivals.UNWATCHED, uploadMeters, clock);
        new Recovery(store, catalog, completion).run();
        uploads = new UploadService(
                store, catalog, admission, quota, locks, completion, uploadMeters, new SecureRandom(), clock);
        removal = new Removal(store, catalog, locks, uploadMeters);
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
            public void cut(BodyCutException.Reason reason) {}

            @Override
            public void close() {}
        };
    }
}
