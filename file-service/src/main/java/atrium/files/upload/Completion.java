package atrium.files.upload;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.lock.Locks;
import atrium.files.quota.Admission;
import atrium.files.storage.BlobStore;
import atrium.files.storage.FinishedBlob;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Turns bytes that are all there into a visible file: first the blob becomes final, then the entry is kept. A crash
 * between the two leaves a finished blob, which the next start completes or, where no upload wants it, deletes.
 *
 * <p>Content that is already kept is not kept again: the entry names the blob that has it, and the new blob goes. The
 * lock of the content sees to it that nobody deletes that blob meanwhile.
 */
public final class Completion {

    private final BlobStore store;
    private final Catalog catalog;
    private final Locks locks;
    private final Admission admission;
    private final Arrivals arrivals;
    private final UploadMeters meters;
    private final InstantSource clock;

    public Completion(
            BlobStore store,
            Catalog catalog,
            Locks locks,
            Admission admission,
            Arrivals arrivals,
            UploadMeters meters,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.locks = locks;
        this.admission = admission;
        this.arrivals = arrivals;
        this.meters = meters;
        this.clock = clock;
    }

    /** What becomes of an upload that has all its bytes. The caller holds its lock. */
    Entry complete(Upload upload) throws IOException {
        return upload.partial() ? piece(upload) : file(upload.id(), upload.info(), finish(upload.id()));
    }

    /** Makes the bytes in {@code id} final, which takes as long as the disk does. */
    FinishedBlob finish(FileId id) throws IOException {
        return store.finish(id);
    }

    /** The file of the bytes in {@code id}. The caller holds its lock, or nobody else knows of it. */
    Entry file(FileId id, FileInfo info, FinishedBlob blob) throws IOException {
        Entry entry = keep(id, info, blob);
        meters.ended(UploadMeters.Outcome.COMPLETED);
        switch (entry) {
            case HeldFile held -> arrivals.held(held);
            case StoredFile file -> arrivals.stored(file);
            case Upload upload -> throw new IllegalStateException("kept as an upload: " + id);
            case Piece piece -> throw new IllegalStateException("kept as a piece: " + id);
        }
        return entry;
    }

    private Piece piece(Upload upload) throws IOException {
        store.finish(upload.id());
        Piece piece = new Piece(upload.id(), upload.info(), upload.size(), admission.uploadExpiry(clock.instant()));
        catalog.put(piece);
        return piece;
    }

    private Entry keep(FileId id, FileInfo info, FinishedBlob blob) throws IOException {
        try (Locks.Held content = locks.hold(ContentLock.of(blob.sha256()))) {
            FileId lies = catalog.blobOf(blob.sha256(), blob.size()).orElse(id);
            Entry entry = keep(file(id, info, blob, lies));
            if (lies.equals(id)) {
                return entry;
            }
            if (content.isLost()) {
                // The last file in the other blob may have gone meanwhile, and the blob with it.
                return keep(file(id, info, blob, id));
            }
            store.delete(id);
            return entry;
        }
    }

    private StoredFile file(FileId id, FileInfo info, FinishedBlob blob, FileId lies) {
        Instant now = clock.instant();
        return new StoredFile(
                id,
                info,
                blob.size(),
                blob.sha256(),
                lies,
                info.room() != null,
                now,
                admission.fileExpiry(info.guest(), now));
    }

    private Entry keep(StoredFile file) throws IOException {
        if (arrivals.holdsBack(file)) {
            HeldFile held = new HeldFile(file);
            catalog.put(held);
            return held;
        }
        catalog.put(file);
        return file;
    }
}
