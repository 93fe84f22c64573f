package atrium.files.download;

import atrium.files.catalog.StoredFile;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A file as it is handed out: to be saved, or shown.
 *
 * <p>Whatever was uploaded, nothing of it runs in a browser under our name: an attachment unless it is known to be
 * harmless, never sniffed, sandboxed for a client that shows it all the same, and not to be put into other sites' pages.
 *
 * @param type the {@code Content-Type}
 */
record Representation(StoredFile file, Validators validators, Disposition disposition, String type) {

    private static final String SANDBOX = "sandbox; default-src 'none'";

    /** A picture or film by itself is a page that the browser makes, with its own style and the file as its source. */
    private static final String SANDBOX_FOR_SHOWING =
            SANDBOX + "; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    static Representation saved(StoredFile file, Validators validators) {
        return new Representation(
                file, validators, Disposition.ATTACHMENT, file.info().type());
    }

    static Representation shown(StoredFile file, Validators validators, String type) {
        return new Representation(file, validators, Disposition.INLINE, type);
    }

    void describe(HttpHeaders headers) {
        validate(headers, validators);
        headers.set(HttpHeaderNames.LAST_MODIFIED, HttpDate.format(validators.lastModified()));
        headers.set(HttpHeaderNames.ACCEPT_RANGES, HttpHeaderValues.BYTES);
        headers.set(HttpHeaderNames.CONTENT_TYPE, type);
        headers.set(
                HttpHeaderNames.CONTENT_DISPOSITION, disposition.of(file.info().name()));
        headers.set("Repr-Digest", digest(file.sha256()));
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(
                HttpHeaderNames.CONTENT_SECURITY_POLICY,
                disposition == Disposition.INLINE ? SANDBOX_FOR_SHOWING : SANDBOX);
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
    }

    /** What an answer without the file has, too (RFC 9110, section 15.4.5). */
    static void validate(HttpHeaders headers, Validators validators) {
        headers.set(HttpHeaderNames.ETAG, validators.tag().value());
        // A copy may be kept but must be asked for again: the file can be deleted.
        headers.set(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
    }

    /** RFC 9530, section 3: of the whole file, also where a part of it is sent. */
    private static String digest(String sha256) {
        return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ':';
    }
}
