package atrium.files.http;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets to an upload or file only who may be in its room: its address alone opens nothing there.
 *
 * <p>Asked before a request comes to any protocol, since whoever gets as far as an upload's lock ends the request that
 * holds it. The delete token opens what it deletes: it was given to the uploader alone, and nothing is told for it.
 */
public final class Admittance {

    private final Catalog catalog;
    private final Workers workers;

    public Admittance(Catalog catalog, Workers workers) {
        this.catalog = catalog;
        this.workers = workers;
    }

    /** Whether {@code who} may do {@code method} to {@code id}: {@code true}, or the refusal as an error. */
    public Mono<Boolean> to(FileId id, ServerWebExchange exchange, HttpMethod method, Requester who) {
        String token = method.equals(HttpMethod.DELETE)
                ? exchange.getRequest().getHeaders().getFirst(RemovalHandler.DELETE_TOKEN)
                : null;
        return catalog.inMemory()
                ? Mono.fromCallable(() -> check(id, token, who))
                : workers.call(exchange, () -> check(id, token, who));
    }

    private boolean check(FileId id, @Nullable String token, Requester who) throws IOException {
        Optional<ProblemException> refusal = catalog.info(id)
                .filter(info -> !DeleteToken.matches(token, info.deleteTokenHash()))
                .flatMap(info -> who.refusal(info.room()));
        if (refusal.isPresent()) {
            throw unnamed(refusal.get());
        }
        return true;
    }

    /** {@code refusal} without the room's name, which is not told to who has only said an id. */
    public static ProblemException unnamed(ProblemException refusal) {
        refusal.getBody().setDetail("It is in a private room: sign in, or open the link of an invitation.");
        return refusal;
    }
}
