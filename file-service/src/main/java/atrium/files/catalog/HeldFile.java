package atrium.files.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A whole file that nobody may get until it has been judged. */
public record HeldFile(StoredFile file) implements Entry {

    @Override
    public FileId id() {
        return file.id();
    }

    @Override
    public FileInfo info() {
        return file.info();
    }

    @Override
    public long size() {
        return file.size();
    }

    @Override
    public @Nullable Instant expiresAt() {
        return file.expiresAt();
    }
}
