package atrium.files.protocol.tus;

import atrium.files.access.Requester;
import atrium.files.catalog.Entry;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.http.CutBodies;
import atrium.files.http.OpenBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.Created;
import atrium.files.upload.Length;
import atrium.files.upload.Progress;
import atrium.files.upload.UploadService;
import atrium.files.upload.Wish;
import atrium.platform.blocking.Workers;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Maps tus 1.0.0 to the {@link UploadService} and back; section names below are those of the specification. */
public final class TusHandler {

    private final UploadService uploads;
    private final RemovalHandler removals;
    private final Admission admission;
    private final OpenBodies bodies;
    private final Workers workers;

    public TusHandler(
            UploadService uploads, RemovalHandler removals, Admission admission, OpenBodies bodies, Workers workers) {
        this.uploads = uploads;
        this.removals = removals;
        this.admission = admission;
        this.bodies = bodies;
        this.workers = workers;
    }

    /** Whether the request speaks tus; OPTIONS does without the header. */
    public static boolean isMeant(ServerWebExchange exchange, HttpMethod method) {
        return method.equals(HttpMethod.PATCH)
                || exchange.getRequest().getHeaders().containsHeader(TusHeaders.RESUMABLE);
    }

    /** "OPTIONS": what this server speaks. */
    public Mono<Void> options(ServerWebExchange exchange, Requester who) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(TusHeaders.RESUMABLE, TusHeaders.SPOKEN);
        headers.set(TusHeaders.VERSION, TusHeaders.SPOKEN);
        headers.set(TusHeaders.EXTENSION, TusHeaders.EXTENSIONS);
        headers.set(TusHeaders.MAX_SIZE, Long.toString(admission.maxSize(who)));
        return answer(exchange, HttpStatus.NO_CONTENT);
    }

    /** Answers any other request; {@code id} is the path's, if it has one. */
    public Mono<Void> handle(ServerWebExchange exchange, HttpMethod method, @Nullable FileId id, Requester who) {
        // "Tus-Resumable": in every response, also in one that refuses.
        exchange.getResponse().getHeaders().set(TusHeaders.RESUMABLE, TusHeaders.SPOKEN);
        checkVersion(exchange);
        if (id == null) {
            return method.equals(HttpMethod.POST) ? create(exchange, who) : Mono.error(notAllowed("POST, OPTIONS"));
        }
        return switch (method.name()) {
            case "HEAD" -> head(exchange, id);
            case "PATCH" -> patch(exchange, id);
            case "DELETE" -> removals.delete(exchange, id, who);
            default -> Mono.error(notAllowed("HEAD, PATCH, DELETE, OPTIONS"));
        };
    }

    /** "Creation", "POST", and "Creation With Upload". */
    private Mono<Void> create(ServerWebExchange exchange, Requester who) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        if (request.containsHeader("Upload-Defer-Length")) {
            throw FileProblem.BAD_REQUEST.with("Upload-Defer-Length is not spoken here; send Upload-Length.");
        }
        long length = TusHeaders.required(request, TusHeaders.LENGTH);
        UploadMetadata metadata = UploadMetadata.parse(request.getFirst(TusHeaders.METADATA));
        Wish wish = Wish.of(metadata.get("filename"), metadata.get("filetype"), metadata.get("room"));
        boolean withUpload = request.getContentLength() != 0 && isOffsetOctetStream(request);
        return workers.call(exchange, () -> {
                    Created created = uploads.create(wish, Length.of(length), false, who);
                    return new Begun(
                            created,
                            withUpload ? receive(exchange, created.entry().id(), 0) : null);
                })
                .flatMap(begun -> created(exchange, begun));
    }

    private record Begun(Created created, @Nullable Progress progress) {}

    private Mono<Void> created(ServerWebExchange exchange, Begun begun) {
        Entry entry = begun.created().entry();
        HttpHeaders headers = exchange.getResponse().getHeaders();
        // Relative, so that it holds under whatever name and scheme the client reached the gateway.
        headers.set(HttpHeaders.LOCATION, "/files/" + entry.id());
        headers.set(RemovalHandler.DELETE_TOKEN, begun.created().token().secret());
        Progress progress = begun.progress();
        if (progress == null) {
            expires(headers, entry);
        } else {
            headers.set(TusHeaders.OFFSET, Long.toString(progress.offset()));
            expires(headers, progress.entry());
        }
        return answer(exchange, HttpStatus.CREATED);
    }

    /** "HEAD". */
    private Mono<Void> head(ServerWebExchange exchange, FileId id) {
        return workers.call(exchange, () -> uploads.progress(id)).flatMap(progress -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.setCacheControl("no-store");
            headers.set(TusHeaders.OFFSET, Long.toString(progress.offset()));
            headers.set(TusHeaders.LENGTH, Long.toString(progress.entry().size()));
            headers.set(TusHeaders.METADATA, metadataOf(progress.entry().info()).format());
            expires(headers, progress.entry());
            return answer(exchange, HttpStatus.OK);
        });
    }

    /** "PATCH". */
    private Mono<Void> patch(ServerWebExchange exchange, FileId id) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        if (!isOffsetOctetStream(request)) {
            throw FileProblem.WRONG_CONTENT_TYPE.with("Content-Type: "
                    + TusHeaders.shown(request.getFirst(HttpHeaders.CONTENT_TYPE)) + " (expected: "
                    + TusHeaders.CONTENT_TYPE + ")");
        }
        long offset = TusHeaders.required(request, TusHeaders.OFFSET);
        return workers.call(exchange, () -> receive(exchange, id, offset)).flatMap(progress -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.set(TusHeaders.OFFSET, Long.toString(progress.offset()));
            expires(headers, progress.entry());
            return answer(exchange, HttpStatus.NO_CONTENT);
        });
    }

    /** Runs on a worker. */
    private Progress receive(ServerWebExchange exchange, FileId id, long offset) throws IOException {
        try (Body body = bodies.open(exchange)) {
            return uploads.append(id, offset, body);
        } catch (BodyCutException e) {
            throw CutBodies.problemOf(e);
        }
    }

    private static void checkVersion(ServerWebExchange exchange) {
        String version = exchange.getRequest().getHeaders().getFirst(TusHeaders.RESUMABLE);
        if (!Objects.equals(version, TusHeaders.SPOKEN)) {
            throw FileProblem.UNKNOWN_VERSION
                    .with(TusHeaders.RESUMABLE + ": " + TusHeaders.shown(version) + " (expected: " + TusHeaders.SPOKEN
                            + ")")
                    .header(TusHeaders.VERSION, TusHeaders.SPOKEN);
        }
    }

    private static boolean isOffsetOctetStream(HttpHeaders headers) {
        return TusHeaders.CONTENT_TYPE.equalsIgnoreCase(headers.getFirst(HttpHeaders.CONTENT_TYPE));
    }

    private static void expires(HttpHeaders headers, Entry entry) {
        switch (entry) {
            case Upload upload -> headers.setInstant(TusHeaders.EXPIRES, upload.expiresAt());
            case Piece piece -> headers.setInstant(TusHeaders.EXPIRES, piece.expiresAt());
            case HeldFile held -> headers.remove(TusHeaders.EXPIRES);
            case StoredFile whole -> headers.remove(TusHeaders.EXPIRES);
        }
    }

    private static UploadMetadata metadataOf(FileInfo info) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("filename", info.name());
        values.put("filetype", info.type());
        if (info.room() != null) {
            values.put("room", info.room());
        }
        return new UploadMetadata(values);
    }

    private static RuntimeException notAllowed(String allowed) {
        return FileProblem.METHOD.with("Allowed here: " + allowed).header(HttpHeaders.ALLOW, allowed);
    }

    private static Mono<Void> answer(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
