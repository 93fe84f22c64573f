package atrium.files;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.download.ListHandler;
import atrium.files.http.Admittance;
import atrium.files.http.Arrival;
import atrium.files.http.OpenBodies;
import atrium.files.http.RemovalHandler;
import atrium.files.http.Requesters;
import atrium.files.http.StoreAway;
import atrium.files.problem.FileProblem;
import atrium.files.protocol.form.FormHandler;
import atrium.files.protocol.rufh.RufhHandler;
import atrium.files.protocol.tus.TusHandler;
import atrium.files.storage.StoreUnavailableException;
import atrium.platform.problem.ProblemException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * {@code /files} and {@code /files/{id}}: tells by method and headers which protocol a request speaks. Downloads do not
 * come here; {@link atrium.files.download.DownloadRoute} takes them before.
 *
 * <p>One handler instead of a route each, because a route cannot see {@code X-HTTP-Method-Override}, which tus needs.
 */
final class FilesEndpoint implements WebHandler {

    static final String PATH = "/files";

    private static final String OVERRIDE = "X-HTTP-Method-Override";

    private final Requesters requesters;
    private final Admittance admittance;
    private final TusHandler tus;
    private final RufhHandler rufh;
    private final FormHandler form;
    private final ListHandler list;
    private final RemovalHandler removal;

    FilesEndpoint(
            Requesters requesters,
            Admittance admittance,
            TusHandler tus,
            RufhHandler rufh,
            FormHandler form,
            ListHandler list,
            RemovalHandler removal) {
        this.requesters = requesters;
        this.admittance = admittance;
        this.tus = tus;
        this.rufh = rufh;
        this.form = form;
        this.list = list;
        this.removal = removal;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        Arrival.note(exchange);
        return requesters
                .of(exchange)
                .flatMap(who -> route(exchange, who))
                .onErrorMap(StoreUnavailableException.class, away -> StoreAway.problem())
                .onErrorMap(ProblemException.class, refusal -> closing(exchange, refusal));
    }

    /** A body that was refused and may still be long is not waited for; the connection carries nothing after it. */
    private static ProblemException closing(ServerWebExchange exchange, ProblemException refusal) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        boolean chunked = headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
        return chunked || headers.getContentLength() > OpenBodies.MAX_SKIPPED
                ? refusal.header(HttpHeaders.CONNECTION, "close")
                : refusal;
    }

    private Mono<Void> route(ServerWebExchange exchange, Requester who) {
        HttpMethod method = methodOf(exchange);
        if (method.equals(HttpMethod.OPTIONS)) {
            rufh.announce(exchange, who);
            return tus.options(exchange, who);
        }
        if (speaksTus(exchange, method)) {
            TusHandler.tellVersion(exchange);
        }
        FileId id = idOf(exchange);
        return id == null
                ? speak(exchange, method, null, who)
                : admittance.to(id, exchange, method, who).flatMap(admitted -> speak(exchange, method, id, who));
    }

    private Mono<Void> speak(ServerWebExchange exchange, HttpMethod method, @Nullable FileId id, Requester who) {
        if (RufhHandler.isMeant(exchange, method) && mayBeResumable(exchange, method, id)) {
            return rufh.handle(exchange, method, id, who);
        }
        if (speaksTus(exchange, method)) {
            return tus.handle(exchange, method, id, who);
        }
        return id == null ? collection(exchange, method, who) : file(exchange, method, id, who);
    }

    private static boolean speaksTus(ServerWebExchange exchange, HttpMethod method) {
        return !RufhHandler.isMeant(exchange, method)
                && TusHandler.isMeant(exchange, method)
                && !method.equals(HttpMethod.GET);
    }

    /** A form stays one, whatever else it says: a server need not make an upload resumable. */
    private static boolean mayBeResumable(ServerWebExchange exchange, HttpMethod method, @Nullable FileId id) {
        return id == null
                ? method.equals(HttpMethod.POST)
                        && !FormHandler.isMeant(
                                exchange.getRequest().getHeaders().getContentType())
                : !method.equals(HttpMethod.GET);
    }

    private Mono<Void> collection(ServerWebExchange exchange, HttpMethod method, Requester who) {
        return switch (method.name()) {
            case "GET", "HEAD" -> deferred(() -> list.handle(exchange, who));
            case "POST" -> post(exchange, who);
            default -> Mono.error(notAllowed("GET, HEAD, POST, OPTIONS"));
        };
    }

    private Mono<Void> post(ServerWebExchange exchange, Requester who) {
        if (FormHandler.isMeant(exchange.getRequest().getHeaders().getContentType())) {
            return form.handle(exchange, who);
        }
        return Mono.error(FileProblem.WRONG_CONTENT_TYPE
                .with("A file is sent as a form, by tus (with Tus-Resumable) or resumable (with Upload-Complete).")
                .header("Accept-Post", "multipart/form-data"));
    }

    private Mono<Void> file(ServerWebExchange exchange, HttpMethod method, FileId id, Requester who) {
        return switch (method.name()) {
            case "HEAD" -> rufh.head(exchange, id, who);
            case "DELETE" -> removal.delete(exchange, id, who);
            default -> Mono.error(notAllowed("GET, HEAD, PATCH, DELETE, OPTIONS"));
        };
    }

    private static Mono<Void> deferred(Callable<Mono<Void>> answer) {
        return Mono.fromCallable(answer).flatMap(itself -> itself);
    }

    /** tus 1.0.0, "X-HTTP-Method-Override": for clients that cannot send PATCH or DELETE; only a POST may carry it. */
    private static HttpMethod methodOf(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        String override = exchange.getRequest().getHeaders().getFirst(OVERRIDE);
        return override != null && method.equals(HttpMethod.POST) ? HttpMethod.valueOf(override) : method;
    }

    private static @Nullable FileId idOf(ServerWebExchange exchange) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        String rest = path.substring(PATH.length());
        if (rest.isEmpty() || rest.equals("/")) {
            return null;
        }
        return FileId.parse(rest.substring(1))
                .orElseThrow(() -> FileProblem.NO_SUCH_FILE.with("An id has 32 hexadecimal digits."));
    }

    private static ProblemException notAllowed(String allowed) {
        return FileProblem.METHOD.with("Allowed here: " + allowed).header(HttpHeaders.ALLOW, allowed);
    }
}
