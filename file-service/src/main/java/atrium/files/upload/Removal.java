package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Deletes whole files when somebody may and wants to, and everything whose time is over. */
public final class Removal {

    private final BlobStore store;
    private final Catalog catalog;
    private final Locks locks;
    private final UploadMeters meters;

    public Removal(BlobStore store, Catalog catalog, Locks locks, UploadMeters meters) {
        this.store = store;
        this.catalog = catalog;
        this.locks = locks;
        this.meters = meters;
    }

    /**
     * Deletes a whole file for its uploader, who has the token or the account, or for a moderator. An unfinished upload
     * is given up for whoever knows its id, which only its uploader was told.
     */
    @SuppressWarnings("try") // held, not used
    public void delete(FileId id, @Nullable String token, Requester who) throws IOException {
        try (Locks.Held lock = locks.hold(id.value())) {
            Entry entry = catalog.find(id).orElseThrow(() -> FileProblem.NO_SUCH_FILE.with("There is no file " + id));
            if (!mayDelete(entry, token, who)) {
                throw FileProblem.NOT_YOURS.with("The delete token is missing or is not this file's.");
            }
            remove(entry);
        }
    }

    /** Deletes what has expired, except what is being written to; tells how many. */
    public int sweep(Instant now) throws IOException {
        int swept = 0;
        for (FileId id : catalog.expired(now)) {
            if (sweepOne(id, now)) {
                swept++;
            }
        }
        return swept;
    }

    private static boolean mayDelete(Entry entry, @Nullable String token, Requester who) {
        return switch (entry) {
            case Upload upload -> true;
            case Piece piece -> true;
            case HeldFile held -> mayDelete(held.info(), token, who);
            case StoredFile file -> mayDelete(file.info(), token, who);
        };
    }

    private static boolean mayDelete(FileInfo info, @Nullable String token, Requester who) {
        return who.mayModerate() || info.isOwnedBy(who) || DeleteToken.matches(token, info.deleteTokenHash());
    }

    private boolean sweepOne(FileId id, Instant now) throws IOException {
        try (Locks.Held lock = locks.tryHold(id.value(), () -> {}).orElse(null)) {
            Entry entry = catalog.find(id).orElse(null);
            if (lock == null || entry == null || !entry.isExpired(now)) {
                return false;
            }
            remove(entry);
            meters.ended(UploadMeters.Outcome.EXPIRED);
            return true;
        }
    }

    /** The caller holds the entry's lock. */
    void remove(Entry entry) throws IOException {
        switch (entry) {
            case Upload upload -> removeBytesOf(upload);
            case Piece piece -> removeBytesOf(piece);
            case HeldFile held -> remove(held, held.file());
            case StoredFile file -> remove(file, file);
        }
    }

    private void removeBytesOf(Entry entry) throws IOException {
        store.delete(entry.id());
        catalog.remove(entry);
    }

    /**
     * The entry first: from then on nobody sees the file, and bytes without an entry are deleted later. So they are if the
     * lock was lost, since another file may have come to lie in them before the entry was gone.
     */
    private void remove(Entry entry, StoredFile file) throws IOException {
        try (Locks.Held content = locks.hold(ContentLock.of(file.sha256()))) {
            boolean shared = catalog.isShared(file);
            catalog.remove(entry);
            if (!shared && !content.isLost()) {
                store.delete(file.blob());
            }
        }
    }
}
