package atrium.files.download;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import atrium.files.storage.FileBacked;
import atrium.files.upload.Absence;
import atrium.files.upload.UploadMeters;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * GET and HEAD of a file. The kernel moves the bytes from the file to the socket.
 *
 * <p>Whatever was uploaded, nothing of it runs in a browser under our name: always an attachment, never sniffed, and
 * sandboxed for a client that shows it all the same.
 */
public final class DownloadHandler {

    private static final String SANDBOX = "sandbox; default-src 'none'";

    private final Catalog catalog;
    private final Absence absence;
    private final FileBacked store;
    private final UploadMeters meters;
    private final InstantSource clock;

    public DownloadHandler(
            Catalog catalog, Absence absence, FileBacked store, UploadMeters meters, InstantSource clock) {
        this.catalog = catalog;
        this.absence = absence;
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    /** Conditions in the order of RFC 9110, section 13.2.2. */
    public Mono<Void> handle(ServerWebExchange exchange, HttpMethod method, FileId id) throws IOException {
        StoredFile file = catalog.findFile(id)
                .filter(found -> !found.isExpired(clock.instant()))
                .orElse(null);
        if (file == null) {
            throw absence.of(id);
        }
        HttpHeaders request = exchange.getRequest().getHeaders();
        EntityTag tag = EntityTag.of(file.sha256());
        List<String> ifMatch = request.getOrEmpty(HttpHeaders.IF_MATCH);
        if (!ifMatch.isEmpty() && !tag.matchesStrongly(ifMatch)) {
            throw FileProblem.CHANGED.with("If-Match names another file than " + tag.value());
        }
        describe(exchange.getResponse().getHeaders(), file, tag);
        if (tag.matchesWeakly(request.getOrEmpty(HttpHeaders.IF_NONE_MATCH))) {
            return answer(exchange, HttpStatus.NOT_MODIFIED);
        }
        return switch (rangeOf(request, method, tag, file.size())) {
            case ByteRange.Whole whole -> send(exchange, method, HttpStatus.OK, file, 0, file.size());
            case ByteRange.Part part -> sendPart(exchange, method, file, part);
            case ByteRange.Unsatisfiable none -> Mono.error(unsatisfiable(exchange, request, file.size()));
        };
    }

    /** Ranges are for GET only (section 14.2); {@code If-Range} takes a strong tag or leaves the range out (13.1.5). */
    private static ByteRange rangeOf(HttpHeaders request, HttpMethod method, EntityTag tag, long size) {
        String ifRange = request.getFirst(HttpHeaders.IF_RANGE);
        boolean applies = method.equals(HttpMethod.GET)
                && (ifRange == null || ifRange.strip().equals(tag.value()));
        return applies ? ByteRange.parse(request.getFirst(HttpHeaders.RANGE), size) : new ByteRange.Whole();
    }

    private static void describe(HttpHeaders headers, StoredFile file, EntityTag tag) {
        headers.set(HttpHeaders.ETAG, tag.value());
        headers.set(HttpHeaders.ACCEPT_RANGES, "bytes");
        headers.set(HttpHeaders.CONTENT_TYPE, file.info().type());
        headers.set(HttpHeaders.CONTENT_DISPOSITION, Attachment.of(file.info().name()));
        // A copy may be kept but must be asked for again: the file can be deleted.
        headers.set(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", SANDBOX);
        headers.set("Referrer-Policy", "no-referrer");
    }

    private Mono<Void> sendPart(ServerWebExchange exchange, HttpMethod method, StoredFile file, ByteRange.Part part) {
        exchange.getResponse()
                .getHeaders()
                .set(HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + '-' + part.last() + '/' + file.size());
        return send(exchange, method, HttpStatus.PARTIAL_CONTENT, file, part.first(), part.length());
    }

    private Mono<Void> send(
            ServerWebExchange exchange,
            HttpMethod method,
            HttpStatus status,
            StoredFile file,
            long first,
            long length) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentLength(length);
        if (method.equals(HttpMethod.HEAD) || length == 0) {
            return response.setComplete();
        }
        meters.sent(length);
        return ((ZeroCopyHttpOutputMessage) response).writeWith(store.file(file.blob()), first, length);
    }

    private static RuntimeException unsatisfiable(ServerWebExchange exchange, HttpHeaders request, long size) {
        exchange.getResponse().getHeaders().clear();
        return FileProblem.RANGE
                .with("Range: " + request.getFirst(HttpHeaders.RANGE) + " (the file has " + size + " bytes)")
                .header(HttpHeaders.CONTENT_RANGE, "bytes */" + size)
                .header(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private static Mono<Void> answer(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
