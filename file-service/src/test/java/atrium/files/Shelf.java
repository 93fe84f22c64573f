package atrium.files;

import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.FileInfos;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.local.LocalCatalog;
import atrium.files.disk.Durability;
import atrium.files.disk.DurableFiles;
import atrium.files.lock.Locks;
import atrium.files.lock.local.LocalLocks;
import atrium.files.storage.BlobWriter;
import atrium.files.storage.FinishedBlob;
import atrium.files.storage.local.LocalBlobStore;
import atrium.files.upload.Refusals;
import atrium.files.upload.Removal;
import atrium.files.upload.UploadMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Whole files on a disk, without anybody who uploads them; made again over the same directory, it is as after a start. */
public final class Shelf {

    public final LocalBlobStore store;
    public final LocalCatalog catalog;
    public final Locks locks = new LocalLocks(Duration.ofSeconds(2));
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Refusals refusals = new Refusals(InstantSource.system());
    public final Removal removal;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public Shelf(Path directory) throws IOException {
        DurableFiles disk = new DurableFiles(() -> Durability.PROCESS);
        store = new LocalBlobStore(directory, disk);
        catalog = LocalCatalog.open(directory.resolve("catalog"), JsonMapper.shared(), disk);
        removal = new Removal(store, catalog, locks, new UploadMeters(meters));
    }

    /** A guest's file that everybody may have, a second younger than the one before. */
    public StoredFile stored(@Nullable String room, String name) throws IOException {
        StoredFile file = written(room, null, name, name.getBytes(StandardCharsets.UTF_8));
        catalog.put(file);
        return file;
    }

    /** One that waits for its verdict. */
    public HeldFile held(@Nullable String room, byte[] content) throws IOException {
        HeldFile file = new HeldFile(written(room, null, "held.bin", content));
        catalog.put(file);
        return file;
    }

    /** One that is in no catalog yet. */
    public StoredFile written(@Nullable String room, @Nullable String owner, String name, byte[] content)
            throws IOException {
        FileId id = FileId.random(new SecureRandom());
        store.create(id);
        try (BlobWriter writer = store.append(id)) {
            writer.write(ByteBuffer.wrap(content));
        }
        FinishedBlob blob = store.finish(id);
        now = now.plusSeconds(1);
        FileInfo info = FileInfos.of(name, "text/plain", room, owner);
        return new StoredFile(id, info, blob.size(), blob.sha256(), id, room != null, now, null);
    }

    public double count(String meter, String tag, String value) {
        return meters.get(meter).tag(tag, value).counter().count();
    }
}
