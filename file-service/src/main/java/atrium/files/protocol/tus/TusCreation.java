package atrium.files.protocol.tus;

import atrium.files.access.Requester;
import atrium.files.catalog.Echo;
import atrium.files.http.CutBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.problem.FileProblem;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.Created;
import atrium.files.upload.DirectUpload;
import atrium.files.upload.Length;
import atrium.files.upload.Progress;
import atrium.files.upload.Removal;
import atrium.files.upload.UploadService;
import atrium.files.upload.Wish;
import atrium.platform.blocking.Workers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** POST of tus 1.0.0: "Creation", "Creation With Upload", and what "Concatenation" adds to them. */
final class TusCreation {

    private final UploadService uploads;
    private final Removal removal;
    private final TusChunks chunks;
    private final Workers workers;

    TusCreation(UploadService uploads, Removal removal, TusChunks chunks, Workers workers) {
        this.uploads = uploads;
        this.removal = removal;
        this.chunks = chunks;
        this.workers = workers;
    }

    Mono<Void> handle(ServerWebExchange exchange, Requester who) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        boolean bringsBytes = bringsBytes(request);
        UploadConcat concat = UploadConcat.parse(TusHeaders.single(request, TusHeaders.CONCAT));
        return switch (concat) {
            case UploadConcat.Whole whole -> begin(exchange, bringsBytes, false, who);
            case UploadConcat.Partial partial -> begin(exchange, bringsBytes, true, who);
            case UploadConcat.Final all -> concatenate(exchange, bringsBytes, all, who);
        };
    }

    private Mono<Void> begin(ServerWebExchange exchange, boolean bringsBytes, boolean partial, Requester who) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        Length length = length(request);
        Wish wish = wish(request, null);
        return workers.call(exchange, () -> {
                    if (bringsBytes) {
                        return beginWith(exchange, wish, length, partial, who);
                    }
                    return new Begun(uploads.create(wish, length, partial, who), null);
                })
                .flatMap(begun -> created(exchange, begun));
    }

    /** What was created, and how far it is if the request brought bytes. */
    private record Begun(Created created, @Nullable Progress progress) {}

    private Begun beginWith(ServerWebExchange exchange, Wish wish, Length length, boolean partial, Requester who)
            throws IOException {
        if (!partial && isAllOfIt(exchange.getRequest().getHeaders(), length)) {
            return receiveWhole(exchange, wish, who);
        }
        try (Body body = chunks.open(exchange)) {
            Created created = uploads.create(wish, length, partial, who);
            try {
                return new Begun(created, chunks.append(created.entry().id(), 0, body, Length.UNKNOWN));
            } catch (IOException | RuntimeException e) {
                giveUp(created, who, e);
                throw e;
            }
        }
    }

    private static boolean isAllOfIt(HttpHeaders request, Length length) {
        return length.equals(Length.of(request.getContentLength()));
    }

    /** All in one request: if that is cut, nobody knows where to go on, so that there is nothing to remember of it. */
    private Begun receiveWhole(ServerWebExchange exchange, Wish wish, Requester who) throws IOException {
        try (Body body = chunks.open(exchange);
                DirectUpload upload = uploads.direct(who)) {
            upload.receive(wish, body);
            Created created = upload.complete();
            return new Begun(
                    created, new Progress(created.entry(), created.entry().size()));
        } catch (BodyCutException e) {
            throw CutBodies.problemOf(e);
        }
    }

    /** A client that is refused does not learn the new upload's URL, so nobody could go on with it. */
    private void giveUp(Created created, Requester who, Exception why) {
        try {
            removal.delete(created.entry().id(), created.token().secret(), who);
        } catch (IOException | RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    private Mono<Void> concatenate(
            ServerWebExchange exchange, boolean bringsBytes, UploadConcat.Final concat, Requester who) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        if (bringsBytes
                || request.containsHeader(TusHeaders.LENGTH)
                || request.containsHeader(TusHeaders.DEFER_LENGTH)) {
            throw FileProblem.BAD_REQUEST.with(
                    "A final upload has the bytes and the length of its parts, and no other.");
        }
        Wish wish = wish(request, concat.said());
        return workers.call(exchange, () -> uploads.concatenate(wish, concat.pieces(), who))
                .flatMap(created -> created(exchange, new Begun(created, null)));
    }

    private static Mono<Void> created(ServerWebExchange exchange, Begun begun) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        // Relative, so that it holds under whatever name and scheme the client reached the gateway.
        headers.set(HttpHeaders.LOCATION, "/files/" + begun.created().entry().id());
        headers.set(RemovalHandler.DELETE_TOKEN, begun.created().token().secret());
        Progress progress = begun.progress();
        if (progress == null) {
            TusAnswers.concat(headers, begun.created().entry());
            TusAnswers.expires(headers, begun.created().entry());
        } else {
            headers.set(TusHeaders.OFFSET, Long.toString(progress.offset()));
            TusAnswers.concat(headers, progress.entry());
            TusAnswers.expires(headers, progress.entry());
        }
        return TusAnswers.answer(exchange, HttpStatus.CREATED);
    }

    /**
     * Whether there is a body to take; one of another type is refused, since its bytes would be lost in silence. Chunks
     * alone say nothing: a gateway sends them for a POST without a length, too, which curl's are that bring no bytes.
     */
    private static boolean bringsBytes(HttpHeaders request) {
        if (TusHeaders.isChunk(request)) {
            return request.getContentLength() != 0;
        }
        boolean chunks = request.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        if (request.getContentLength() > 0 || (chunks && request.containsHeader(HttpHeaders.CONTENT_TYPE))) {
            throw TusHeaders.notAChunk(request);
        }
        return false;
    }

    private static Wish wish(HttpHeaders request, @Nullable String concat) {
        String header = TusHeaders.single(request, TusHeaders.METADATA);
        UploadMetadata metadata = UploadMetadata.parse(header);
        Wish wish = Wish.of(metadata.get("filename"), metadata.get("filetype"), metadata.get("room"));
        String said = metadata.values().isEmpty() ? null : header;
        return said == null && concat == null ? wish : wish.echoing(new Echo(said, concat));
    }

    private static Length length(HttpHeaders request) {
        String deferred = TusHeaders.single(request, TusHeaders.DEFER_LENGTH);
        if (deferred == null) {
            return Length.of(TusHeaders.required(request, TusHeaders.LENGTH));
        }
        if (!deferred.equals("1") || request.containsHeader(TusHeaders.LENGTH)) {
            throw FileProblem.BAD_REQUEST.with(TusHeaders.DEFER_LENGTH + ": " + TusHeaders.shown(deferred)
                    + " (expected: 1, and no " + TusHeaders.LENGTH + "; or no such header)");
        }
        return Length.UNKNOWN;
    }
}
