package atrium.files.protocol.tus;

import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.http.OpenBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.upload.Body;
import atrium.files.upload.Length;
import atrium.files.upload.Progress;
import atrium.files.upload.Removal;
import atrium.files.upload.Spool;
import atrium.files.upload.UploadService;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Maps tus 1.0.0 to the {@link UploadService} and back; section names here are those of the specification. */
public final class TusHandler {

    private final UploadService uploads;
    private final Catalog catalog;
    private final RemovalHandler removals;
    private final Admission admission;
    private final TusChunks chunks;
    private final TusCreation creation;
    private final Workers workers;

    public TusHandler(
            UploadService uploads,
            Catalog catalog,
            Removal removal,
            RemovalHandler removals,
            Admission admission,
            OpenBodies bodies,
            Spool spool,
            Workers workers) {
        this.uploads = uploads;
        this.catalog = catalog;
        this.removals = removals;
        this.admission = admission;
        this.chunks = new TusChunks(uploads, bodies, spool);
        this.creation = new TusCreation(uploads, removal, chunks, workers);
        this.workers = workers;
    }

    /** Whether the request speaks tus; OPTIONS does without the header. */
    public static boolean isMeant(ServerWebExchange exchange, HttpMethod method) {
        return method.equals(HttpMethod.PATCH)
                || exchange.getRequest().getHeaders().containsHeader(TusHeaders.RESUMABLE);
    }

    /** "Tus-Resumable": in every response, also in one that refuses. */
    public static void tellVersion(ServerWebExchange exchange) {
        exchange.getResponse().getHeaders().set(TusHeaders.RESUMABLE, TusHeaders.SPOKEN);
    }

    /** "OPTIONS": what this server speaks. */
    public Mono<Void> options(ServerWebExchange exchange, Requester who) {
        tellVersion(exchange);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(TusHeaders.VERSION, TusHeaders.SPOKEN);
        headers.set(TusHeaders.EXTENSION, TusHeaders.EXTENSIONS);
        headers.set(TusHeaders.CHECKSUM_ALGORITHM, UploadChecksum.ALGORITHMS);
        headers.set(TusHeaders.MAX_SIZE, Long.toString(admission.maxSize(who)));
        return TusAnswers.answer(exchange, HttpStatus.NO_CONTENT);
    }

    /** Answers any other request; {@code id} is the path's, if it has one. */
    public Mono<Void> handle(ServerWebExchange exchange, HttpMethod method, @Nullable FileId id, Requester who) {
        checkVersion(exchange.getRequest().getHeaders().getOrEmpty(TusHeaders.RESUMABLE));
        if (id == null) {
            return method.equals(HttpMethod.POST)
                    ? creation.handle(exchange, who)
                    : Mono.error(notAllowed("POST, OPTIONS"));
        }
        return switch (method.name()) {
            case "HEAD" -> head(exchange, id);
            case "PATCH" -> patch(exchange, id);
            case "DELETE" -> removals.delete(exchange, id, who);
            default -> Mono.error(notAllowed("HEAD, PATCH, DELETE, OPTIONS"));
        };
    }

    /** "HEAD". */
    private Mono<Void> head(ServerWebExchange exchange, FileId id) {
        return workers.call(exchange, () -> uploads.settled(id)).flatMap(progress -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            headers.setCacheControl("no-store");
            headers.set(TusHeaders.OFFSET, Long.toString(progress.offset()));
            TusAnswers.length(headers, progress.entry());
            TusAnswers.metadata(headers, progress.entry());
            TusAnswers.concat(headers, progress.entry());
            TusAnswers.expires(headers, progress.entry());
            return TusAnswers.answer(exchange, HttpStatus.OK);
        });
    }

    /** "PATCH". */
    private Mono<Void> patch(ServerWebExchange exchange, FileId id) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        if (!TusHeaders.isChunk(request)) {
            throw TusHeaders.notAChunk(request);
        }
        long offset = TusHeaders.required(request, TusHeaders.OFFSET);
        OptionalLong length = TusHeaders.optional(request, TusHeaders.LENGTH);
        return workers.call(exchange, () -> append(exchange, id, offset, length))
                .flatMap(progress -> {
                    HttpHeaders headers = exchange.getResponse().getHeaders();
                    headers.set(TusHeaders.OFFSET, Long.toString(progress.offset()));
                    TusAnswers.expires(headers, progress.entry());
                    return TusAnswers.answer(exchange, HttpStatus.NO_CONTENT);
                });
    }

    private Progress append(ServerWebExchange exchange, FileId id, long offset, OptionalLong length)
            throws IOException {
        try (Body body = chunks.open(exchange)) {
            return chunks.append(id, offset, body, length.isPresent() ? Length.of(length.getAsLong()) : Length.UNKNOWN);
        } catch (ProblemException refusal) {
            // "Expiration": in every response to a PATCH, also in one that refuses.
            catalog.find(id).ifPresent(entry -> TusAnswers.expires(refusal.getHeaders(), entry));
            throw refusal;
        }
    }

    /** "Tus-Resumable": any other version is 412, with those that are spoken. */
    private static void checkVersion(List<String> said) {
        if (!said.equals(List.of(TusHeaders.SPOKEN))) {
            throw FileProblem.UNKNOWN_VERSION
                    .with(TusHeaders.RESUMABLE + ": " + TusHeaders.shown(String.join(", ", said)) + " (expected: "
                            + TusHeaders.SPOKEN + ")")
                    .header(TusHeaders.VERSION, TusHeaders.SPOKEN);
        }
    }

    private static RuntimeException notAllowed(String allowed) {
        return FileProblem.METHOD.with("Allowed here: " + allowed).header(HttpHeaders.ALLOW, allowed);
    }
}
