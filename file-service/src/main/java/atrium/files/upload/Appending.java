package atrium.files.upload;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.Upload;
import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.time.InstantSource;

/** Brings a body's bytes to an upload whose lock is held, and tells what has become of it. */
final class Appending {

    private final BlobStore store;
    private final Catalog catalog;
    private final Admission admission;
    private final Completion completion;
    private final Writing writing;
    private final InstantSource clock;

    Appending(
            BlobStore store,
            Catalog catalog,
            Admission admission,
            Completion completion,
            Writing writing,
            InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.admission = admission;
        this.completion = completion;
        this.writing = writing;
        this.clock = clock;
    }

    /** The upload with the length that its sender gives; kept once the body has said that it will be taken. */
    Upload prepare(Upload upload, long offset, Body body, Length length) throws IOException {
        Upload declared = Declarations.declared(upload, offset, length);
        Declarations.checkAnnounced(body, declared.size() - offset, declared.size());
        writing.prepare(body, declared.size() - offset);
        if (upload.open() && !declared.open()) {
            catalog.put(declared);
        }
        return declared;
    }

    /**
     * Takes {@code body}; with the upload's last byte it becomes a file.
     *
     * @throws BodyCutException if the body was cut; what came before is kept
     */
    Progress append(Upload upload, Body body, Ending ending, Locks.Held lock) throws IOException {
        boolean ended = receive(upload, body, lock);
        checkHeld(lock);
        long reached = store.offset(upload.id());
        boolean last = ending == Ending.WITH_BODY;
        Upload now = last && ended && upload.open() ? upload.declared(reached) : upload;
        if (!now.open() && reached == now.size() && ending != Ending.LATER) {
            return new Progress(completion.complete(now), reached);
        }
        Upload later = rested(now);
        catalog.put(later);
        if (last) {
            throw Declarations.wrongLength("it ends after " + reached + " bytes", upload.size());
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
                catalog.put(rested(upload));
                throw e;
            }
            return false;
        }
    }

    private Upload rested(Upload upload) {
        return upload.until(admission.uploadExpiry(clock.instant()));
    }

    /** Before an entry is put: who has the lock now may have put another. */
    private static void checkHeld(Locks.Held lock) {
        if (lock.isLost()) {
            throw FileProblem.LOCKED.with("The lock on this upload was lost; ask for its offset and go on from there.");
        }
    }
}
