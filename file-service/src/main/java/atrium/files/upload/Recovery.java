package atrium.files.upload;

import atrium.files.catalog.Entry;
import atrium.files.catalog.FileCatalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.quota.Admission;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings store and catalog to agree again after a start, before the first request.
 *
 * <table>
 *   <caption>What a crash can leave</caption>
 *   <tr><th>entry</th><th>bytes</th><th>then</th></tr>
 *   <tr><td>uploading</td><td>unfinished, some missing</td><td>resumable</td></tr>
 *   <tr><td>uploading</td><td>all, or finished</td><td>completed</td></tr>
 *   <tr><td>uploading</td><td>none</td><td>forgotten</td></tr>
 *   <tr><td>stored</td><td>none</td><td>hidden, and told in the log; a disk may be missing</td></tr>
 *   <tr><td>none</td><td>unfinished</td><td>deleted</td></tr>
 *   <tr><td>none</td><td>finished</td><td>kept, and told in the log; the catalog may be missing</td></tr>
 * </table>
 */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final BlobStore store;
    private final FileCatalog catalog;
    private final RoomQuota quota;
    private final Completion completion;

    public Recovery(
            BlobStore store,
            FileCatalog catalog,
            Admission admission,
            RoomQuota quota,
            UploadMeters meters,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.quota = quota;
        this.completion = new Completion(store, catalog, admission, meters, clock);
    }

    public void run() throws IOException {
        Set<FileId> unfinished = store.unfinished();
        Set<FileId> finished = store.finished();
        for (Entry entry : List.copyOf(catalog.entries())) {
            switch (entry) {
                case Upload upload -> recover(upload, unfinished.remove(upload.id()), finished.remove(upload.id()));
                case StoredFile file -> recover(file, finished.remove(file.id()));
            }
        }
        for (FileId orphan : unfinished) {
            store.delete(orphan);
        }
        if (!finished.isEmpty()) {
            log.warn(
                    "{} blobs are in no catalog and were left alone, e.g. {}",
                    finished.size(),
                    finished.iterator().next());
        }
        catalog.entries().forEach(quota::load);
    }

    private void recover(Upload upload, boolean isUnfinished, boolean isFinished) throws IOException {
        if (isFinished || (isUnfinished && store.offset(upload.id()) == upload.size())) {
            completion.complete(upload);
        } else if (!isUnfinished) {
            catalog.remove(upload.id());
        }
    }

    private void recover(StoredFile file, boolean isFinished) {
        if (!isFinished) {
            log.error("the bytes of file {} are missing; it is not shown", file.id());
            catalog.hide(file.id());
        }
    }
}
