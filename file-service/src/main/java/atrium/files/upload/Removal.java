package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileCatalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Deletes whole files when somebody may and wants to, and everything whose time is over. */
public final class Removal {

    private final BlobStore store;
    private final FileCatalog catalog;
    private final RoomQuota quota;
    private final UploadLocks locks;
    private final UploadMeters meters;

    public Removal(BlobStore store, FileCatalog catalog, RoomQuota quota, UploadLocks locks, UploadMeters meters) {
        this.store = store;
        this.catalog = catalog;
        this.quota = quota;
        this.locks = locks;
        this.meters = meters;
    }

    /**
     * Deletes a whole file for its uploader, who has the token, or for a moderator. An unfinished upload is given up for
     * whoever knows its id, which only its uploader was told.
     */
    @SuppressWarnings("try") // held, not used
    public void delete(FileId id, @Nullable String token, Requester who) throws IOException {
        try (UploadLocks.Held lock = locks.hold(id)) {
            Entry entry = catalog.find(id).orElseThrow(() -> FileProblem.NO_SUCH_FILE.with("There is no file " + id));
            if (entry instanceof StoredFile file && !mayDelete(file, token, who)) {
                throw FileProblem.NOT_YOURS.with("The delete token is missing or is not this file's.");
            }
            remove(entry);
        }
    }

    /** Deletes what has expired, except what is being written to; tells how many. */
    public int sweep(Instant now) throws IOException {
        int swept = 0;
        for (Entry entry : catalog.entries()) {
            if (entry.isExpired(now) && sweepOne(entry.id(), now)) {
                swept++;
            }
        }
        return swept;
    }

    private static boolean mayDelete(StoredFile file, @Nullable String token, Requester who) {
        return who.mayModerate() || DeleteToken.matches(token, file.info().deleteTokenHash());
    }

    private boolean sweepOne(FileId id, Instant now) throws IOException {
        try (UploadLocks.Held lock = locks.tryHold(id).orElse(null)) {
            Entry entry = catalog.find(id).orElse(null);
            if (lock == null || entry == null || !entry.isExpired(now)) {
                return false;
            }
            remove(entry);
            meters.ended(UploadMeters.Outcome.EXPIRED);
            return true;
        }
    }

    /** The bytes before the entry's file: a crash between them must not leave bytes that somebody deleted. */
    private void remove(Entry entry) throws IOException {
        catalog.hide(entry.id());
        store.delete(entry.id());
        catalog.remove(entry.id());
        quota.release(entry);
    }
}
