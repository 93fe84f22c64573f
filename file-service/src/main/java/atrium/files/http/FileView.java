package atrium.files.http;

import atrium.files.catalog.StoredFile;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file as the outside sees it, in lists and after an upload. */
public record FileView(
        String id,
        String name,
        long size,
        String type,
        @Nullable String room,
        String sha256,
        Instant createdAt,
        @Nullable Instant expiresAt,
        String url) {

    public static FileView of(StoredFile file) {
        return new FileView(
                file.id().value(),
                file.info().name(),
                file.size(),
                file.info().type(),
                file.info().room(),
                file.sha256(),
                file.createdAt(),
                file.expiresAt(),
                urlOf(file));
    }

    /** Relative, so that it holds under whatever name and scheme the client reached the gateway. */
    public static String urlOf(StoredFile file) {
        return "/files/" + file.id();
    }

    /** The same for its uploader, with the token that nobody else sees. */
    public record Own(@JsonUnwrapped FileView file, String deleteToken) {}
}
