package atrium.files.upload;

import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.Piece;
import atrium.files.catalog.Upload;
import atrium.files.lock.Locks;
import atrium.files.problem.FileProblem;
import atrium.files.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Copies pieces into the file that they make, which also hashes them as one.
 *
 * <p>The pieces stay for {@link #AFTERWARDS}, so that a client which missed the answer can ask for the file again.
 */
final class Concatenation {

    private static final Duration AFTERWARDS = Duration.ofMinutes(10);

    private final BlobStore store;
    private final Catalog catalog;
    private final Locks locks;
    private final Writing writing;
    private final InstantSource clock;

    Concatenation(BlobStore store, Catalog catalog, Locks locks, Writing writing, InstantSource clock) {
        this.store = store;
        this.catalog = catalog;
        this.locks = locks;
        this.writing = writing;
        this.clock = clock;
    }

    /** How many bytes {@code pieces} have together; refuses what is no whole piece, or no piece for {@code who}. */
    long sizeOf(List<FileId> pieces, Requester who) throws IOException {
        if (pieces.isEmpty()) {
            throw FileProblem.NOT_A_PIECE.with("No upload is named to put a file together of.");
        }
        long size = 0;
        for (FileId id : pieces) {
            Piece piece = piece(id);
            who.checkMayHave(piece.info().room());
            size += piece.size();
        }
        return size;
    }

    /** Fills {@code upload}, or leaves nothing of it. */
    void fill(Upload upload, List<FileId> pieces) throws IOException {
        try {
            for (FileId id : pieces) {
                append(upload, id);
            }
        } catch (IOException | RuntimeException e) {
            catalog.remove(upload);
            store.delete(upload.id());
            throw e;
        }
    }

    @SuppressWarnings("try") // held, not used
    private void append(Upload upload, FileId id) throws IOException {
        try (Locks.Held lock = locks.hold(id.value());
                InputStream bytes = store.open(id)) {
            Piece piece = piece(id);
            writing.append(upload.id(), new StoredBody(bytes), upload.size());
            catalog.put(piece.until(clock.instant().plus(AFTERWARDS)));
        }
    }

    private Piece piece(FileId id) throws IOException {
        if (catalog.find(id).orElse(null) instanceof Piece piece && !piece.isExpired(clock.instant())) {
            return piece;
        }
        throw FileProblem.NOT_A_PIECE.with("The upload " + id + " is not there, is not whole, or is no partial one.");
    }
}
