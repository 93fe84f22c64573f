package atrium.files.protocol.tus;

import atrium.files.catalog.Echo;
import atrium.files.catalog.Entry;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What tus 1.0.0 tells of an upload in the headers of its answers. */
final class TusAnswers {

    private TusAnswers() {}

    /** "HEAD": {@code Upload-Length}, or that it is still open. */
    static void length(HttpHeaders headers, Entry entry) {
        if (entry instanceof Upload upload && upload.open()) {
            headers.set(TusHeaders.DEFER_LENGTH, "1");
        } else {
            headers.set(TusHeaders.LENGTH, Long.toString(entry.size()));
        }
    }

    /** "Creation": {@code Upload-Metadata} as the client gave it. */
    static void metadata(HttpHeaders headers, Entry entry) {
        Echo echo = entry.info().echo();
        if (echo != null && echo.metadata() != null) {
            headers.set(TusHeaders.METADATA, echo.metadata());
        }
    }

    /** "Concatenation": {@code Upload-Concat} as the client gave it. */
    static void concat(HttpHeaders headers, Entry entry) {
        String concat = concatOf(entry);
        if (concat != null) {
            headers.set(TusHeaders.CONCAT, concat);
        }
    }

    private static @Nullable String concatOf(Entry entry) {
        boolean partial = entry instanceof Piece || (entry instanceof Upload upload && upload.partial());
        Echo echo = entry.info().echo();
        return partial ? UploadConcat.PARTIAL : echo == null ? null : echo.concat();
    }

    /** "Expiration": when what is not a file yet is given up. */
    static void expires(HttpHeaders headers, Entry entry) {
        switch (entry) {
            case Upload upload -> headers.setInstant(TusHeaders.EXPIRES, upload.expiresAt());
            case Piece piece -> headers.setInstant(TusHeaders.EXPIRES, piece.expiresAt());
            case HeldFile held -> headers.remove(TusHeaders.EXPIRES);
            case StoredFile whole -> headers.remove(TusHeaders.EXPIRES);
        }
    }

    static Mono<Void> answer(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
