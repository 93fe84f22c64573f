package atrium.files.upload;

import atrium.files.catalog.FileCatalog;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.quota.Admission;
import atrium.files.storage.BlobStore;
import atrium.files.storage.FinishedBlob;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Turns an upload that has all its bytes into a visible file: first the blob becomes final on the disk, then the entry
 * changes its state. A crash between the two leaves an upload whose blob is finished, which the next start completes.
 */
final class Completion {

    private final BlobStore store;
    private final FileCatalog catalog;
    private final Admission admission;
    private final UploadMeters meters;
    private final InstantSource clock;

    Completion(BlobStore store, FileCatalog catalog, Admission admission, UploadMeters meters, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.admission = admission;
        this.meters = meters;
        this.clock = clock;
    }

    /** The caller holds the upload's lock. */
    StoredFile complete(Upload upload) throws IOException {
        FinishedBlob blob = store.finish(upload.id());
        Instant now = clock.instant();
        StoredFile file = new StoredFile(
                upload.id(),
                upload.info(),
                blob.size(),
                blob.sha256(),
                now,
                admission.fileExpiry(upload.info().guest(), now));
        catalog.put(file);
        meters.ended(UploadMeters.Outcome.COMPLETED);
        return file;
    }
}
