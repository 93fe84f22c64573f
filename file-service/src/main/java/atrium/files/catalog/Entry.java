package atrium.files.catalog;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the catalog keeps under an id: an {@link Upload} until its bytes are whole, then a {@link StoredFile}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Upload.class, name = "uploading"),
    @JsonSubTypes.Type(value = StoredFile.class, name = "stored")
})
public sealed interface Entry permits Upload, StoredFile {

    FileId id();

    FileInfo info();

    /** How many bytes it has, or will have. */
    long size();

    /** When it is deleted; {@code null}: never. */
    @Nullable
    Instant expiresAt();

    default boolean isExpired(Instant now) {
        Instant end = expiresAt();
        return end != null && !end.isAfter(now);
    }
}
