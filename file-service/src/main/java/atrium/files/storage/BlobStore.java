package atrium.files.storage;

import atrium.files.catalog.FileId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Set;

/**
 * Keeps bytes by id: first as an unfinished blob that grows at its end, then as a finished one that never changes.
 *
 * <p>What it promises: {@link #offset} is the number of bytes that would still be there if the process were killed now,
 * and an append continues exactly there, also after a restart. What a writer was given counts once it is closed,
 * perhaps earlier. After {@link #finish} returned, the blob also survives a power cut. A blob is never both unfinished
 * and finished, and a finished one has all its bytes.
 *
 * <p>What it does not: it knows no limit and no name, and it does not guard an id against two writers; the caller holds
 * a lock an id for every method but {@link #open}. All methods block, so they are called on virtual threads. An unknown
 * id is a {@link NoSuchFileException}.
 */
public interface BlobStore {

    /** Begins an unfinished blob of no bytes. */
    void create(FileId id) throws IOException;

    /** How many bytes of the blob are held; of a finished one, all: a crash may have kept that from the catalog. */
    long offset(FileId id) throws IOException;

    /** Whether there is such a blob and it is final. */
    boolean isFinished(FileId id) throws IOException;

    /** Continues the unfinished blob at its offset, until the writer is closed. */
    BlobWriter append(FileId id) throws IOException;

    /** Makes the blob final; if it is already, only tells of it. */
    FinishedBlob finish(FileId id) throws IOException;

    /** The bytes of a finished blob; the caller closes the stream. It stays readable if the blob is deleted meanwhile. */
    InputStream open(FileId id) throws IOException;

    /** Deletes a blob in either state; of an unknown id there is nothing to do. */
    void delete(FileId id) throws IOException;

    Set<FileId> unfinished() throws IOException;

    Set<FileId> finished() throws IOException;
}
