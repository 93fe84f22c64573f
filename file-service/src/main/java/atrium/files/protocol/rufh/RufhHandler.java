package atrium.files.protocol.rufh;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.Piece;
import atrium.files.catalog.StoredFile;
import atrium.files.catalog.Upload;
import atrium.files.http.FileView;
import atrium.files.http.JsonAnswers;
import atrium.files.http.OpenBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.problem.FileProblem;
import atrium.files.quota.Admission;
import atrium.files.upload.Ending;
import atrium.files.upload.Length;
import atrium.files.upload.Progress;
import atrium.files.upload.Removal;
import atrium.files.upload.Spool;
import atrium.files.upload.UploadService;
import atrium.files.upload.Wish;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.ProblemException;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Maps Resumable Uploads for HTTP to the {@link UploadService} and back; section names below are those of the draft. */
public final class RufhHandler {

    /** A request that has it speaks tus, which has some header fields of the same names. */
    private static final String OF_TUS = "Tus-Resumable";

    private final UploadService uploads;
    private final Receiving receiving;
    private final RemovalHandler removals;
    private final RufhAnswers answers;
    private final Refusals refusals;
    private final Workers workers;
    private final JsonAnswers json;

    public RufhHandler(
            UploadService uploads,
            Removal removal,
            RemovalHandler removals,
            Admission admission,
            OpenBodies bodies,
            Spool spool,
            Workers workers,
            JsonAnswers json,
            InstantSource clock) {
        this.uploads = uploads;
        this.removals = removals;
        this.answers = new RufhAnswers(admission, clock);
        this.refusals = new Refusals(answers);
        this.receiving = new Receiving(uploads, removal, bodies, spool, answers, clock);
        this.workers = workers;
        this.json = json;
    }

    /** Whether the request speaks this protocol; a {@code HEAD} may also speak it without a sign of it. */
    public static boolean isMeant(ServerWebExchange exchange, HttpMethod method) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.containsHeader(OF_TUS)) {
            return false;
        }
        return headers.containsHeader(RufhHeaders.COMPLETE)
                || headers.containsHeader(RufhHeaders.INCOMPLETE)
                || headers.containsHeader(InteropVersion.HEADER)
                || method.equals(HttpMethod.PATCH) && RufhHeaders.isPartialUpload(headers);
    }

    /** "Limits": what an answer to {@code OPTIONS} says of this protocol. */
    public void announce(ServerWebExchange exchange, Requester who) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set(RufhHeaders.ACCEPT_PATCH, RufhHeaders.PARTIAL_UPLOAD);
        headers.set(
                RufhHeaders.LIMIT,
                answers.limits(who, InteropVersion.of(exchange.getRequest().getHeaders())));
    }

    /** Answers a request that {@link #isMeant speaks} this protocol; {@code id} is the path's, if it has one. */
    public Mono<Void> handle(ServerWebExchange exchange, HttpMethod method, @Nullable FileId id, Requester who) {
        InteropVersion version = InteropVersion.of(exchange.getRequest().getHeaders());
        return Mono.defer(() -> route(exchange, method, id, who, version))
                .onErrorMap(
                        ProblemException.class,
                        refusal -> refusals.of(refusal, exchange.getRequest().getHeaders(), who, version));
    }

    private Mono<Void> route(
            ServerWebExchange exchange, HttpMethod method, @Nullable FileId id, Requester who, InteropVersion version) {
        if (id == null) {
            return method.equals(HttpMethod.POST)
                    ? create(exchange, who, version)
                    : Mono.error(notAllowed("POST, OPTIONS"));
        }
        return switch (method.name()) {
            case "HEAD" -> head(exchange, id, who, version);
            case "PATCH" -> append(exchange, id, who, version);
            case "DELETE" -> removals.delete(exchange, id, who);
            default -> Mono.error(notAllowed("HEAD, PATCH, DELETE, OPTIONS"));
        };
    }

    /** "Upload Creation". */
    private Mono<Void> create(ServerWebExchange exchange, Requester who, InteropVersion version) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        boolean last = RufhHeaders.completes(request, version);
        Receiving.Creation creation =
                new Receiving.Creation(wishOf(exchange), lengthOf(request, 0, last), ending(last, version), who);
        return workers.call(exchange, () -> receiving.create(exchange, creation, version))
                .flatMap(begun ->
                        answer(exchange, begun.progress(), begun.token().secret(), who, version));
    }

    /** "Upload Append". */
    private Mono<Void> append(ServerWebExchange exchange, FileId id, Requester who, InteropVersion version) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        if (version.needsMediaType() && !RufhHeaders.isPartialUpload(request)) {
            throw FileProblem.WRONG_CONTENT_TYPE
                    .with("An upload is continued with Content-Type: " + RufhHeaders.PARTIAL_UPLOAD)
                    .header(RufhHeaders.ACCEPT_PATCH, RufhHeaders.PARTIAL_UPLOAD);
        }
        boolean last = RufhHeaders.completes(request, version);
        long offset = RufhHeaders.requiredOffset(request);
        Receiving.Append append =
                new Receiving.Append(id, offset, lengthOf(request, offset, last), ending(last, version), who);
        return workers.call(exchange, () -> receiving.append(exchange, append, version))
                .flatMap(progress -> answer(exchange, progress, null, who, version));
    }

    /** The end of an upload is answered as a form is; anything before by where the upload is. */
    private Mono<Void> answer(
            ServerWebExchange exchange,
            Progress progress,
            @Nullable String token,
            Requester who,
            InteropVersion version) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        answers.state(headers, progress, who, version);
        if (token != null) {
            headers.set(HttpHeaders.LOCATION, RufhAnswers.locationOf(progress.entry()));
            headers.set(RemovalHandler.DELETE_TOKEN, token);
        }
        return switch (progress.entry()) {
            case StoredFile file -> whole(exchange, file, token);
            case HeldFile held -> whole(exchange, held.file(), token);
            case Upload upload -> empty(exchange, token == null ? HttpStatus.NO_CONTENT : HttpStatus.CREATED);
            case Piece piece -> empty(exchange, HttpStatus.NO_CONTENT);
        };
    }

    private Mono<Void> whole(ServerWebExchange exchange, StoredFile file, @Nullable String token) {
        FileView view = FileView.of(file);
        exchange.getResponse().getHeaders().set(HttpHeaders.LOCATION, view.url());
        return json.write(exchange, HttpStatus.CREATED, token == null ? view : new FileView.Own(view, token));
    }

    /** "Offset Retrieval". */
    private Mono<Void> head(ServerWebExchange exchange, FileId id, Requester who, InteropVersion version) {
        return workers.call(exchange, () -> uploads.progress(id)).flatMap(progress -> {
            exchange.getResponse().getHeaders().setCacheControl("no-store");
            answers.state(exchange.getResponse().getHeaders(), progress, who, version);
            return empty(exchange, HttpStatus.NO_CONTENT);
        });
    }

    /**
     * A {@code HEAD} without a sign of this protocol, which the final specification will not have: {@code download}
     * answers if the file is whole, and what it says is enough for an uploader; otherwise the offset is meant.
     */
    public Mono<Void> headOr(Mono<Void> download, ServerWebExchange exchange, FileId id, Requester who) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        exchange.getResponse().beforeCommit(() -> {
            long size = headers.getContentLength();
            if (HttpStatus.OK.equals(exchange.getResponse().getStatusCode()) && size >= 0) {
                headers.set(RufhHeaders.OFFSET, Long.toString(size));
                headers.set(RufhHeaders.LENGTH, Long.toString(size));
                RufhHeaders.complete(headers, InteropVersion.NEWEST, true);
            }
            return Mono.empty();
        });
        return download.onErrorResume(
                error -> error instanceof ProblemException refusal && refusal.type() == FileProblem.NO_SUCH_FILE,
                error -> head(exchange, id, who, InteropVersion.NEWEST));
    }

    private static Ending ending(boolean last, InteropVersion version) {
        if (last) {
            return Ending.WITH_BODY;
        }
        return version.endsAtLength() ? Ending.AT_LENGTH : Ending.LATER;
    }

    /** "Length": two ways to tell it, which must agree. */
    private static Length lengthOf(HttpHeaders request, long offset, boolean last) {
        OptionalLong declared = RufhHeaders.length(request);
        if (!last || request.containsHeader(HttpHeaders.TRANSFER_ENCODING)) {
            return declared.isPresent() ? Length.of(declared.getAsLong()) : Length.UNKNOWN;
        }
        long end = offset + Math.max(0, request.getContentLength());
        if (declared.isPresent() && declared.getAsLong() != end) {
            throw RufhProblem.INCONSISTENT_LENGTH.with(RufhHeaders.LENGTH + ": " + declared.getAsLong() + " (expected: "
                    + end + ", where the content ends)");
        }
        return Length.of(end);
    }

    private static Wish wishOf(ServerWebExchange exchange) {
        HttpHeaders request = exchange.getRequest().getHeaders();
        MultiValueMap<String, String> query = exchange.getRequest().getQueryParams();
        String name = Disposition.filename(request.getFirst(HttpHeaders.CONTENT_DISPOSITION));
        String type = RufhHeaders.isPartialUpload(request) ? null : request.getFirst(HttpHeaders.CONTENT_TYPE);
        return Wish.of(name == null ? query.getFirst("filename") : name, type, query.getFirst("room"));
    }

    private static ProblemException notAllowed(String allowed) {
        return FileProblem.METHOD.with("Allowed here: " + allowed).header(HttpHeaders.ALLOW, allowed);
    }

    private static Mono<Void> empty(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
