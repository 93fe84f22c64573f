package atrium.files.catalog;

import java.time.Instant;

/**
 * A file that is not whole yet. How much of it there is, only the store knows.
 *
 * @param size the declared length
 * @param expiresAt when it is given up; later after each bytes that come
 */
public record Upload(FileId id, FileInfo info, long size, Instant expiresAt) implements Entry {

    public Upload until(Instant newExpiry) {
        return new Upload(id, info, size, newExpiry);
    }
}
