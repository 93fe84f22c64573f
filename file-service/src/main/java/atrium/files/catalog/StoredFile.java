package atrium.files.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A whole file, which whoever may be in its room may get.
 *
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param blob where its bytes lie; another file with the same content may lie there, too
 * @param untold whether its room's chat still has to be told of it
 * @param createdAt when it became whole
 */
public record StoredFile(
        FileId id,
        FileInfo info,
        long size,
        String sha256,
        @Nullable FileId blob,
        boolean untold,
        Instant createdAt,
        @Nullable Instant expiresAt)
        implements Entry {

    /** An entry of a time when every file had its own blob names none. */
    @Override
    public FileId blob() {
        return blob == null ? id : blob;
    }

    /** The same, with its room told of it. */
    public StoredFile told() {
        return new StoredFile(id, info, size, sha256, blob, false, createdAt, expiresAt);
    }
}
