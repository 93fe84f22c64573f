package atrium.files.catalog;

import java.time.Instant;

/**
 * A whole part of a file that is put together of several; never to be got by itself.
 *
 * @param expiresAt when it is given up
 */
public record Piece(FileId id, FileInfo info, long size, Instant expiresAt) implements Entry {

    public Piece until(Instant newExpiry) {
        return new Piece(id, info, size, newExpiry);
    }
}
