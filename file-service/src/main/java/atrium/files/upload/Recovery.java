package atrium.files.upload;

import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.catalog.local.LocalCatalog;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings store and catalog of this machine to agree again after a start, before the first request.
 *
 * <table>
 *   <caption>What a crash can leave</caption>
 *   <tr><th>entry</th><th>bytes</th><th>then</th></tr>
 *   <tr><td>uploading</td><td>unfinished, some missing</td><td>resumable</td></tr>
 *   <tr><td>uploading</td><td>all, or finished</td><td>completed</td></tr>
 *   <tr><td>uploading, piece</td><td>none</td><td>forgotten</td></tr>
 *   <tr><td>held, stored</td><td>none</td><td>hidden, and told in the log; a disk may be missing</td></tr>
 *   <tr><td>none</td><td>unfinished</td><td>deleted</td></tr>
 *   <tr><td>none</td><td>finished</td><td>deleted; kept if the catalog has lost something, and told in the log</td></tr>
 * </table>
 */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final BlobStore store;
    private final LocalCatalog catalog;
    private final Completion completion;

    public Recovery(BlobStore store, LocalCatalog catalog, Completion completion) {
        this.store = store;
        this.catalog = catalog;
        this.completion = completion;
    }

    public void run() throws IOException {
        Set<FileId> unfinished = store.unfinished();
        Set<FileId> finished = store.finished();
        Set<FileId> needed = new HashSet<>();
        for (Entry entry : catalog.entries().toList()) {
            switch (entry) {
                case Upload upload -> recover(upload, unfinished, finished, needed);
                case Piece piece -> recover(piece, finished, needed);
                case HeldFile held -> recover(held.file(), finished, needed);
                case StoredFile file -> recover(file, finished, needed);
            }
        }
        delete(unfinished, needed);
        removeOrphans(finished, needed);
    }

    private void recover(Upload upload, Set<FileId> unfinished, Set<FileId> finished, Set<FileId> needed)
            throws IOException {
        boolean isUnfinished = unfinished.contains(upload.id());
        if (finished.contains(upload.id()) || (isUnfinished && isWhole(upload))) {
            if (completion.complete(upload) instanceof StoredFile file) {
                needed.add(file.blob());
            }
            needed.add(upload.id());
        } else if (isUnfinished) {
            needed.add(upload.id());
        } else {
            catalog.remove(upload);
        }
    }

    private boolean isWhole(Upload upload) throws IOException {
        return !upload.open() && store.offset(upload.id()) == upload.size();
    }

    private void recover(Piece piece, Set<FileId> finished, Set<FileId> needed) throws IOException {
        if (finished.contains(piece.id())) {
            needed.add(piece.id());
        } else {
            catalog.remove(piece);
        }
    }

    private void recover(StoredFile file, Set<FileId> finished, Set<FileId> needed) {
        needed.add(file.blob());
        if (!finished.contains(file.blob())) {
            log.error("the bytes of file {} are missing; it is not shown", file.id());
            catalog.hide(file.id());
        }
    }

    private void removeOrphans(Set<FileId> finished, Set<FileId> needed) throws IOException {
        if (catalog.isComplete()) {
            delete(finished, needed);
            return;
        }
        List<FileId> orphans =
                finished.stream().filter(id -> !needed.contains(id)).toList();
        if (!orphans.isEmpty()) {
            log.warn("{} blobs are in no catalog and were left alone, e.g. {}", orphans.size(), orphans.getFirst());
        }
    }

    private void delete(Set<FileId> blobs, Set<FileId> needed) throws IOException {
        for (FileId id : blobs) {
            if (!needed.contains(id)) {
                store.delete(id);
            }
        }
    }
}
