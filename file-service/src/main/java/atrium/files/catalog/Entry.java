package atrium.files.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the catalog keeps under an id: an {@link Upload} until its bytes are whole, then a {@link Piece} of a file or a
 * {@link StoredFile}, which may have been a {@link HeldFile} in between.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Upload.class, name = "uploading"),
    @JsonSubTypes.Type(value = Piece.class, name = "piece"),
    @JsonSubTypes.Type(value = HeldFile.class, name = "held"),
    @JsonSubTypes.Type(value = StoredFile.class, name = "stored")
})
public sealed interface Entry permits Upload, Piece, HeldFile, StoredFile {

    FileId id();

    FileInfo info();

    /** How many bytes it has, or will have, or may get. */
    long size();

    /** When it is deleted; {@code null}: never. */
    @Nullable
    Instant expiresAt();

    /** Whether something has still to be done with it, although all its bytes are there. */
    @JsonIgnore
    default boolean isUnsettled() {
        return this instanceof HeldFile || (this instanceof StoredFile file && file.untold());
    }

    default boolean isExpired(Instant now) {
        Instant end = expiresAt();
        return end != null && !end.isAfter(now);
    }
}
