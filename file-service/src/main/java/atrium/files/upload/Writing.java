package atrium.files.upload;

import atrium.files.catalog.FileId;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.storage.BlobStore;
import atrium.files.storage.BlobWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;

/** Moves a body's bytes into the store until the body ends or brings more than it may. */
final class Writing {

    private final BlobStore store;
    private final UploadMeters meters;

    Writing(BlobStore store, UploadMeters meters) {
        this.store = store;
        this.meters = meters;
    }

    /**
     * Appends {@code body} to an unfinished blob that may get {@code limit} bytes in all.
     *
     * @return where the blob ends now
     * @throws BodyCutException if the body was cut; what came before is in the store
     */
    long append(FileId id, Body body, long limit) throws IOException {
        return watched(() -> write(id, body, limit));
    }

    /** Lets {@code body} get ready, of which up to {@code most} bytes will be taken; see {@link Body#prepare}. */
    void prepare(Body body, long most) throws IOException {
        watched(() -> {
            body.prepare(most);
            return most;
        });
    }

    private long write(FileId id, Body body, long limit) throws IOException {
        try (BlobWriter writer = store.append(id)) {
            for (ByteBuffer piece = body.next(); piece != null; piece = body.next()) {
                int length = piece.remaining();
                if (length > limit - writer.offset()) {
                    throw Admission.tooLarge("More bytes came than may (allowed: " + limit + ")", limit);
                }
                writer.write(piece);
                meters.received(length);
            }
            return writer.offset();
        }
    }

    /** Moves bytes. */
    private interface Move {

        long run() throws IOException;
    }

    private long watched(Move move) throws IOException {
        try {
            return move.run();
        } catch (BodyCutException e) {
            meters.ended(UploadMeters.Outcome.INTERRUPTED);
            throw e;
        } catch (IOException e) {
            if (isNoSpace(e)) {
                throw FileProblem.DISK_FULL.with("The server's disk is full; what was stored is kept.");
            }
            throw e;
        }
    }

    /** ENOSPC and EDQUOT have no exception of their own in Java, only the C library's text. */
    private static boolean isNoSpace(IOException e) {
        String text = e instanceof FileSystemException named ? named.getReason() : e.getMessage();
        return text != null && (text.contains("No space left") || text.contains("quota exceeded"));
    }
}
