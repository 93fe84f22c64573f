package atrium.files.catalog;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every entry by its id. Any thread may read at any time; whoever changes an entry holds the lock of its id.
 *
 * <p>Methods may block, and are then called on virtual threads, unless the catalog is {@link #inMemory}.
 */
public interface Catalog {

    /** Whether reading never blocks. */
    boolean inMemory();

    Optional<Entry> find(FileId id) throws IOException;

    /** The whole file of this id; nothing while it is being uploaded, or held back. */
    default Optional<StoredFile> findFile(FileId id) throws IOException {
        return find(id).filter(StoredFile.class::isInstance).map(StoredFile.class::cast);
    }

    /** What was said of an entry when it began, which never changes. Another service may have removed it meanwhile. */
    default Optional<FileInfo> info(FileId id) throws IOException {
        return find(id).map(Entry::info);
    }

    /** The whole files of a room, newest first. */
    List<StoredFile> filesOf(String room) throws IOException;

    /** The whole files of an account, newest first. */
    List<StoredFile> filesOwnedBy(String owner) throws IOException;

    /** A blob with this content in which a held or whole file lies. The caller holds the content's lock. */
    Optional<FileId> blobOf(String sha256, long size) throws IOException;

    /** Whether another held or whole file lies in the same blob. The caller holds the content's lock. */
    boolean isShared(StoredFile file) throws IOException;

    /** What a room holds, or all who named none. The caller holds the room's lock. */
    RoomUsage usage(@Nullable String room) throws IOException;

    /** Keeps an upload or a piece. A power cut may lose it, and then its uploader begins again. */
    void put(Upload upload) throws IOException;

    /** As an upload. */
    void put(Piece piece) throws IOException;

    /** Keeps {@code file}, for good when this returns. */
    void put(HeldFile file) throws IOException;

    /** Keeps {@code file}, for good when this returns; from then on it is visible. */
    void put(StoredFile file) throws IOException;

    void remove(Entry entry) throws IOException;

    /** Whose time was over at {@code now}; somebody may give them more time meanwhile. */
    default List<FileId> expired(Instant now) throws IOException {
        try (Stream<Entry> entries = entries()) {
            return entries.filter(entry -> entry.isExpired(now)).map(Entry::id).toList();
        }
    }

    /** Files with which something has still to be done: held ones, and those whose room has not been told of them. */
    default List<Entry> unsettled() throws IOException {
        try (Stream<Entry> entries = entries()) {
            return entries.filter(Entry::isUnsettled).toList();
        }
    }

    /** All entries, as of some moment during the iteration. The caller closes the stream. */
    Stream<Entry> entries() throws IOException;
}
