package atrium.files.catalog;

import java.time.Instant;

/**
 * A file that is not whole yet. How much of it there is, only the store knows.
 *
 * @param size the declared length; while it is {@code open}, the most it may become
 * @param open whether the length has still to be declared
 * @param partial whether it becomes a {@link Piece}, and no file
 * @param expiresAt when it is given up; later after each bytes that come
 */
public record Upload(FileId id, FileInfo info, long size, boolean open, boolean partial, Instant expiresAt)
        implements Entry {

    public Upload until(Instant newExpiry) {
        return new Upload(id, info, size, open, partial, newExpiry);
    }

    /** The same, now that its length is known. */
    public Upload declared(long length) {
        return new Upload(id, info, length, false, partial, expiresAt);
    }
}
