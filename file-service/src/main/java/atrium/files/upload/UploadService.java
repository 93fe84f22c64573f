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
import atrium.files.quota.Admission;
import atrium.files.quota.RoomQuota;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The one way in for every protocol: lock, then offset, then quota, then the store, then the catalog.
 *
 * <p>All methods block and are called on virtual threads. The truth about an offset is what the store holds; nothing
 * here remembers one.
 */
public final class UploadService {

    private final BlobStore store;
    private final Catalog catalog;
    private final Admission admission;
    private final RoomQuota quota;
    private final Locks locks;
    private final Completion completion;
    private final Declarations declarations;
    private final Appending appending;
    private final Concatenation concatenation;
    private final DirectUploads directs;
    private final RandomGenerator random;
    private final InstantSource clock;

    public UploadService(
            BlobStore store,
            Catalog catalog,
            Admission admission,
            RoomQuota quota,
            Locks locks,
            Completion completion,
            UploadMeters meters,
            RandomGenerator random,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.admission = admission;
        this.quota = quota;
        this.locks = locks;
        this.completion = completion;
        this.declarations = new Declarations(admission);
        Writing writing = new Writing(store, meters);
        this.appending = new Appending(store, catalog, admission, completion, writing, clock);
        this.concatenation = new Concatenation(store, catalog, locks, writing, clock);
        this.directs = new DirectUploads(store, catalog, quota, locks, completion, writing, declarations, random);
        this.random = random;
        this.clock = clock;
    }

    /** Refuses what would be refused whatever its bytes are; as all do that begin an upload. */
    public void check(Wish wish, Requester who) {
        who.checkMayEnter(wish.room());
        declarations.checkMayUpload(who);
        declarations.checkType(wish);
    }

    /**
     * Begins an upload that may come in pieces; one of no bytes is whole at once. One of unknown length counts with the
     * most that it may become.
     *
     * @param partial whether it is for {@link #concatenate} alone
     */
    public Created create(Wish wish, Length length, boolean partial, Requester who) throws IOException {
        check(wish, who);
        boolean open = length instanceof Length.Unknown;
        long size = declarations.size(length, who);
        DeleteToken token = DeleteToken.random(random);
        Upload upload = begin(wish.info(who, token), size, open, partial);
        return new Created(size == 0 && !open ? completion.complete(upload) : upload, token);
    }

    /**
     * How far an upload is; a whole file's offset is its size. Who is writing to it is asked to end first, so that the
     * offset stands still.
     */
    @SuppressWarnings("try") // held, not used
    public Progress progress(FileId id) throws IOException {
        try (Locks.Held lock = locks.hold(id.value())) {
            return progressOf(entry(id));
        }
    }

    /**
     * As {@link #progress}, in a protocol in which the last byte of a known length ends an upload: if all are there, and
     * who brought the last was killed before it was a file, it is made one now. A client would not come again for it.
     */
    @SuppressWarnings("try") // held, not used
    public Progress settled(FileId id) throws IOException {
        try (Locks.Held lock = locks.hold(id.value())) {
            Progress now = progressOf(entry(id));
            return now.entry() instanceof Upload upload && !upload.open() && now.offset() == upload.size()
                    ? new Progress(completion.complete(upload), now.offset())
                    : now;
        }
    }

    /** As {@link #append(FileId, long, Body, Length)}, of an upload whose length is known or stays unknown. */
    public Progress append(FileId id, long offset, Body body) throws IOException {
        return append(id, offset, body, Length.UNKNOWN, Ending.AT_LENGTH);
    }

    /**
     * Continues an upload; with its last byte it becomes a file.
     *
     * @param offset where the sender believes that the upload ends
     * @param length the upload's length, which is declared with this if it was not known before
     * @throws BodyCutException if the body was cut; what came before is kept
     */
    public Progress append(FileId id, long offset, Body body, Length length) throws IOException {
        return append(id, offset, body, length, Ending.AT_LENGTH);
    }

    /** As {@link #append(FileId, long, Body, Length)}, of an upload that ends with {@code ending}. */
    public Progress append(FileId id, long offset, Body body, Length length, Ending ending) throws IOException {
        try (Locks.Held lock =
                locks.hold(id.value(), body.came(), () -> body.cut(BodyCutException.Reason.TAKEN_BACK))) {
            Progress before = progressOf(entry(id));
            checkNotFinal(before.entry());
            Declarations.checkOffset(offset, before.offset());
            return before.entry() instanceof Upload upload
                    ? appending.append(appending.prepare(upload, offset, body, length), body, ending, lock)
                    : before;
        }
    }

    /** Puts a file together of whole pieces, in their order; each from a room in which {@code who} may be. */
    public Created concatenate(Wish wish, List<FileId> pieces, Requester who) throws IOException {
        check(wish, who);
        long size = declarations.size(Length.of(concatenation.sizeOf(pieces, who)), who);
        DeleteToken token = DeleteToken.random(random);
        Upload upload = begin(wish.info(who, token), size, false, false);
        concatenation.fill(upload, pieces);
        return new Created(completion.complete(upload), token);
    }

    /** Begins an upload that comes in one go and leaves nothing if it does not end well. */
    public DirectUpload direct(Requester who) {
        return directs.begin(who);
    }

    private Upload begin(FileInfo info, long size, boolean open, boolean partial) throws IOException {
        Upload upload =
                new Upload(FileId.random(random), info, size, open, partial, admission.uploadExpiry(clock.instant()));
        return quota.charge(info, size, () -> {
            store.create(upload.id());
            catalog.put(upload);
            return upload;
        });
    }

    private Progress progressOf(Entry entry) throws IOException {
        return switch (entry) {
            case Upload upload -> progressOf(upload);
            case Piece piece -> new Progress(piece, piece.size());
            case HeldFile held -> new Progress(held, held.size());
            case StoredFile file -> new Progress(file, file.size());
        };
    }

    /** One whose bytes are final already is completed: who was about to do so was killed. */
    private Progress progressOf(Upload upload) throws IOException {
        long offset = store.offset(upload.id());
        boolean mayBeFinal = upload.open() || offset == upload.size();
        if (!mayBeFinal || !store.isFinished(upload.id())) {
            return new Progress(upload, offset);
        }
        Entry whole = completion.complete(upload);
        return new Progress(whole, whole.size());
    }

    private Entry entry(FileId id) throws IOException {
        Entry entry = catalog.find(id).orElseThrow(() -> FileProblem.NO_SUCH_FILE.with("There is no upload " + id));
        if (entry.isExpired(clock.instant())) {
            throw FileProblem.EXPIRED.with("The upload " + id + " ended at " + entry.expiresAt());
        }
        return entry;
    }

    /** tus 1.0.0, "Concatenation": such a file is never written to. */
    private static void checkNotFinal(Entry entry) {
        if (entry.info().isConcatenated()) {
            throw FileProblem.FINAL.with(
                    "The file " + entry.id() + " was put together of others (expected: an upload)");
        }
    }
}
