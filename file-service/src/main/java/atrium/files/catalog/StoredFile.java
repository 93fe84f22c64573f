package atrium.files.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A whole file.
 *
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param createdAt when it became whole
 */
public record StoredFile(
        FileId id,
        FileInfo info,
        long size,
        String sha256,
        Instant createdAt,
        @Nullable Instant expiresAt) implements Entry {}
