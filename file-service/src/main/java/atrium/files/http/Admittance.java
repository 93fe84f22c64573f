package atrium.files.http;

import atrium.files.access.DeleteToken;
import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.platform.blocking.Workers;
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
        Optional<FileInfo> info = catalog.info(id);
        if (info.isPresent() && !DeleteToken.matches(token, info.get().deleteTokenHash())) {
            who.checkMayHave(info.get().room());
        }
        return true;
    }
}
