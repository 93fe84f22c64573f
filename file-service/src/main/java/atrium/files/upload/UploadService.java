package atrium.files.upload;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileCatalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one way in for every protocol: lock, then offset, then quota, then the store, then the catalog.
 *
 * <p>All methods block and are called on virtual threads. The truth about an offset is what the store holds; nothing
 * here remembers one.
 */
public final class UploadService {

    private final BlobStore store;
    private final FileCatalog catalog;
    private final Admission admission;
    private final RoomQuota quota;
    private final UploadLocks locks;
    private final Writing writing;
    private final Completion completion;
    private final RandomGenerator random;
    private final InstantSource clock;

    public UploadService(
            BlobStore store,
            FileCatalog catalog,
            Admission admission,
            RoomQuota quota,
            UploadLocks locks,
            UploadMeters meters,
            RandomGenerator random,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.admission = admission;
        this.quota = quota;
        this.locks = locks;
        this.writing = new Writing(store, meters);
        this.completion = new Completion(store, catalog, admission, meters, clock);
        this.random = random;
        this.clock = clock;
    }

    /** Begins an upload of {@code size} bytes that may come in pieces; one of no bytes is whole at once. */
    public Created create(Wish wish, long size, Requester who) throws IOException {
        admission.checkMayUpload(who);
        admission.checkType(wish.type());
        admission.checkSize(who, size);
        charge(who, wish.room(), size);
        try {
            return begin(wish, size, who);
        } catch (IOException e) {
            refund(who, wish.room(), size);
            throw e;
        }
    }

    /** How far an upload is; a whole file's offset is its size. */
    public Progress progress(FileId id) throws IOException {
        Entry entry = entry(id);
        return switch (entry) {
            case Upload upload -> new Progress(upload, store.offset(id));
            case StoredFile file -> new Progress(file, file.size());
        };
    }

    /**
     * Continues an upload; with its last byte it becomes a file.
     *
     * @param offset where the sender believes that the upload ends
     * @throws BodyCutException if the body was cut; what came before is kept
     */
    @SuppressWarnings("try") // held, not used
    public Progress append(FileId id, long offset, Body body) throws IOException {
        try (UploadLocks.Held lock = locks.hold(id)) {
            Progress before = progress(id);
            if (offset != before.offset()) {
                throw wrongOffset(offset, before.offset());
            }
            return before.entry() instanceof Upload upload ? append(upload, body) : before;
        }
    }

    /** Begins an upload that comes in one go and leaves nothing if it does not end well. */
    public DirectUpload direct(Requester who) {
        admission.checkMayUpload(who);
        return new DirectUpload(this, who);
    }

    private Created begin(Wish wish, long size, Requester who) throws IOException {
        FileId id = FileId.random(random);
        DeleteToken token = DeleteToken.random(random);
        Upload upload = upload(id, wish, size, who, token);
        store.create(id);
        catalog.put(upload);
        return new Created(size == 0 ? completion.complete(upload) : upload, token);
    }

    private Progress append(Upload upload, Body body) throws IOException {
        try {
            writing.append(upload.id(), body, upload.size());
        } catch (BodyCutException e) {
            // Also a request that was cut may have brought the last byte.
            if (store.offset(upload.id()) < upload.size()) {
                catalog.put(upload.until(admission.uploadExpiry(clock.instant())));
                throw e;
            }
        }
        long reached = store.offset(upload.id());
        if (reached == upload.size()) {
            return new Progress(completion.complete(upload), reached);
        }
        Upload later = upload.until(admission.uploadExpiry(clock.instant()));
        catalog.put(later);
        return new Progress(later, reached);
    }

    /** Receives the bytes of a {@link DirectUpload}, which may become {@code limit}; the entry comes later. */
    long receive(FileId id, Body body, long limit) throws IOException {
        store.create(id);
        return writing.append(id, body, limit);
    }

    /** Makes a file of bytes that were {@link #receive received}: the entry first, so that no blob is without one. */
    @SuppressWarnings("try") // held, not used
    Created complete(FileId id, Wish wish, long size, Requester who) throws IOException {
        charge(who, wish.room(), size);
        DeleteToken token = DeleteToken.random(random);
        Upload upload = upload(id, wish, size, who, token);
        try (UploadLocks.Held lock = locks.hold(id)) {
            catalog.put(upload);
            return new Created(completion.complete(upload), token);
        } catch (IOException e) {
            refund(who, wish.room(), size);
            throw e;
        }
    }

    void discard(FileId id) throws IOException {
        catalog.remove(id);
        store.delete(id);
    }

    FileId newId() {
        return FileId.random(random);
    }

    Admission admission() {
        return admission;
    }

    private Upload upload(FileId id, Wish wish, long size, Requester who, DeleteToken token) {
        FileInfo info = new FileInfo(wish.name(), wish.type(), wish.room(), who.isGuest(), token.hash());
        return new Upload(id, info, size, admission.uploadExpiry(clock.instant()));
    }

    private Entry entry(FileId id) {
        Entry entry = catalog.find(id).orElseThrow(() -> FileProblem.NO_SUCH_FILE.with("There is no upload " + id));
        if (entry.isExpired(clock.instant())) {
            throw FileProblem.EXPIRED.with("The upload " + id + " ended at " + entry.expiresAt());
        }
        return entry;
    }

    private void charge(Requester who, @Nullable String room, long bytes) {
        if (who.isGuest()) {
            quota.take(room, bytes, admission.roomQuota());
        }
    }

    private void refund(Requester who, @Nullable String room, long bytes) {
        if (who.isGuest()) {
            quota.give(room, bytes);
        }
    }

    private static ProblemException wrongOffset(long sent, long expected) {
        return FileProblem.WRONG_OFFSET
                .with("offset: " + sent + " (expected: " + expected + ")")
                .member("offset", expected);
    }
}
