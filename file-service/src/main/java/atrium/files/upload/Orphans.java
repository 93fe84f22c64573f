package atrium.files.upload;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.lock.Locks;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deletes bytes that no entry wants, where several services share a store, so that there is no moment before the first
 * request at which {@link Recovery} could do it. A service that was killed leaves them.
 *
 * <p>Bytes that come in one request have no entry until they are whole. So only those are deleted that were not wanted
 * the last time either, which has to be longer ago than a request takes. Used by one thread.
 */
public final class Orphans {

    private final BlobStore store;
    private final Catalog catalog;
    private final Locks locks;
    private Set<FileId> before = Set.of();

    public Orphans(BlobStore store, Catalog catalog, Locks locks) {
        this.store = store;
        this.catalog = catalog;
        this.locks = locks;
    }

    /** Looks once; tells how many it deleted. */
    public int sweep() throws IOException {
        Set<FileId> now = unwanted();
        int deleted = 0;
        for (FileId id : now) {
            if (before.contains(id) && delete(id)) {
                deleted++;
            }
        }
        before = now;
        return deleted;
    }

    /** First the blobs, then the entries: what comes between is wanted. */
    private Set<FileId> unwanted() throws IOException {
        Set<FileId> blobs = new HashSet<>(store.unfinished());
        blobs.addAll(store.finished());
        try (Stream<Entry> entries = catalog.entries()) {
            entries.map(Orphans::blobOf).forEach(blobs::remove);
        }
        return blobs;
    }

    private static FileId blobOf(Entry entry) {
        return switch (entry) {
            case Upload upload -> upload.id();
            case Piece piece -> piece.id();
            case HeldFile held -> held.file().blob();
            case StoredFile file -> file.blob();
        };
    }

    private boolean delete(FileId id) throws IOException {
        try (Locks.Held lock = locks.tryHold(id.value(), () -> {}).orElse(null)) {
            boolean mayGo = lock != null && catalog.find(id).isEmpty();
            if (mayGo) {
                store.delete(id);
            }
            return mayGo;
        }
    }
}
