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
import atrium.files.storage.FinishedBlob;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

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
    private final Writing writing;
    private final Concatenation concatenation;
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
        this.writing = new Writing(store, meters);
        this.concatenation = new Concatenation(store, catalog, locks, writing, clock);
        this.random = random;
        this.clock = clock;
    }

    /**
     * Begins an upload that may come in pieces; one of no bytes is whole at once. One of unknown length counts with the
     * most that it may become.
     *
     * @param partial whether it is for {@link #concatenate} alone
     */
    public Created create(Wish wish, Length length, boolean partial, Requester who) throws IOException {
        admission.checkMayUpload(who);
        admission.checkType(wish.type());
        boolean open = length instanceof Length.Unknown;
        long size = length instanceof Length.Known known ? known.bytes() : admission.maxSize(who);
        admission.checkSize(who, size);
        DeleteToken token = DeleteToken.random(random);
        Upload upload = new Upload(
                newId(), info(wish, who, token), size, open, partial, admission.uploadExpiry(clock.instant()));
        begin(upload);
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
        try (Locks.Held lock = locks.hold(id.value(), () -> body.cut(BodyCutException.Reason.TAKEN_BACK))) {
            Progress before = progressOf(entry(id));
            checkNotFinal(before.entry());
            if (offset != before.offset()) {
                throw wrongOffset(offset, before.offset());
            }
            return before.entry() instanceof Upload upload
                    ? append(prepared(upload, offset, body, length), body, ending, lock)
                    : before;
        }
    }

    /** Puts a file together of whole pieces, in their order. */
    public Created concatenate(Wish wish, List<FileId> pieces, Requester who) throws IOException {
        admission.checkMayUpload(who);
        admission.checkType(wish.type());
        long size = concatenation.sizeOf(pieces);
        admission.checkSize(who, size);
        DeleteToken token = DeleteToken.random(random);
        Upload upload = new Upload(
                newId(), info(wish, who, token), size, false, false, admission.uploadExpiry(clock.instant()));
        begin(upload);
        concatenation.fill(upload, pieces);
        return new Created(completion.complete(upload), token);
    }

    /** Begins an upload that comes in one go and leaves nothing if it does not end well. */
    public DirectUpload direct(Requester who) {
        admission.checkMayUpload(who);
        return new DirectUpload(this, who);
    }

    private void begin(Upload upload) throws IOException {
        quota.charge(upload.info(), upload.size(), () -> {
            store.create(upload.id());
            catalog.put(upload);
            return upload;
        });
    }

    private Progress append(Upload upload, Body body, Ending ending, Locks.Held lock) throws IOException {
        boolean ended = receive(upload, body, lock);
        checkHeld(lock);
        long reached = store.offset(upload.id());
        boolean last = ending == Ending.WITH_BODY;
        Upload now = last && ended && upload.open() ? upload.declared(reached) : upload;
        if (!now.open() && reached == now.size() && ending != Ending.LATER) {
            return new Progress(completion.complete(now), reached);
        }
        Upload later = now.until(admission.uploadExpiry(clock.instant()));
        catalog.put(later);
        if (last) {
            throw wrongLength("it ends after " + reached + " bytes", upload.size());
        }
        return new Progress(later, reached);
    }

    /** Whether the body ended in order; one that was cut after the upload's last byte has brought all there is. */
    private boolean receive(Upload upload, Body body, Locks.Held lock) throws IOException {
        try {
            writing.append(upload.id(), body, upload.size());
            return true;
        } catch (BodyCutException e) {
            checkHeld(lock);
            if (upload.open() || store.offset(upload.id()) < upload.size()) {
                catalog.put(upload.until(admission.uploadExpiry(clock.instant())));
                throw e;
            }
            return false;
        }
    }

    /** Before an entry is put: who has the lock now may have put another. */
    private static void checkHeld(Locks.Held lock) {
        if (lock.isLost()) {
            throw FileProblem.LOCKED.with("The lock on this upload was lost; ask for its offset and go on from there.");
        }
    }

    /** The upload with the length that its sender gives; kept once the body has said that it will be taken. */
    private Upload prepared(Upload upload, long offset, Body body, Length length) throws IOException {
        Upload declared = declared(upload, offset, length);
        checkAnnounced(body.announced(), declared.size() - offset, declared.size());
        writing.prepare(body, declared.size() - offset);
        if (upload.open() && !declared.open()) {
            catalog.put(declared);
        }
        return declared;
    }

    private static Upload declared(Upload upload, long offset, Length length) {
        if (!(length instanceof Length.Known known)) {
            return upload;
        }
        if (!upload.open()) {
            if (known.bytes() != upload.size()) {
                throw wrongLength("the request says " + known.bytes(), upload.size());
            }
            return upload;
        }
        if (known.bytes() < offset) {
            throw wrongLength("the request says " + known.bytes(), offset);
        }
        if (known.bytes() > upload.size()) {
            throw Admission.tooLarge(known.bytes() + " bytes (allowed: up to " + upload.size() + ")", upload.size());
        }
        return upload.declared(known.bytes());
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

    /** Receives the bytes of a {@link DirectUpload}, which may become {@code limit}; the entry comes later. */
    long receive(FileId id, Body body, long limit) throws IOException {
        checkAnnounced(body.announced(), limit, limit);
        writing.prepare(body, limit);
        store.create(id);
        return writing.append(id, body, limit);
    }

    /**
     * Makes a file of bytes that were {@link #receive received}. They are forced to the disk first, and not while others
     * wait for the room.
     *
     * @param numbered whether a name that the room has gets a number; kept free for guests only, who come one at a time
     */
    Created complete(FileId id, Wish wish, long size, Requester who, boolean numbered) throws IOException {
        DeleteToken token = DeleteToken.random(random);
        FinishedBlob blob = completion.finish(id);
        Entry entry = quota.charge(info(wish, who, token), size, () -> {
            Wish named = numbered ? numbered(wish) : wish;
            return completion.file(id, info(named, who, token), blob);
        });
        return new Created(entry, token);
    }

    private Wish numbered(Wish wish) throws IOException {
        String room = wish.room();
        if (room == null) {
            return wish;
        }
        Set<String> taken =
                catalog.filesOf(room).stream().map(file -> file.info().name()).collect(Collectors.toSet());
        return wish.named(NumberedName.of(wish.name(), taken::contains));
    }

    void discard(FileId id) throws IOException {
        store.delete(id);
    }

    Locks.Held hold(FileId id) throws IOException {
        return locks.hold(id.value());
    }

    FileId newId() {
        return FileId.random(random);
    }

    Admission admission() {
        return admission;
    }

    private static FileInfo info(Wish wish, Requester who, DeleteToken token) {
        return new FileInfo(
                wish.name(),
                wish.type(),
                wish.room(),
                who.isGuest(),
                who.subject(),
                who.name(),
                token.hash(),
                wish.echo());
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

    private static void checkAnnounced(long announced, long missing, long size) {
        if (announced > missing) {
            throw Admission.tooLarge("The body has " + announced + " bytes (expected: up to " + missing + ")", size);
        }
    }

    private static ProblemException wrongOffset(long sent, long expected) {
        return FileProblem.WRONG_OFFSET
                .with("offset: " + sent + " (expected: " + expected + ")")
                .member("offset", expected);
    }

    private static ProblemException wrongLength(String said, long expected) {
        return FileProblem.WRONG_LENGTH
                .with("length: " + said + " (expected: " + expected + ")")
                .member("length", expected);
    }
}
