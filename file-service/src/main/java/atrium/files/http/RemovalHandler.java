package atrium.files.http;

import atrium.files.access.Requester;
import atrium.files.catalog.FileId;
import atrium.files.upload.Removal;
import atrium.platform.blocking.Workers;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** DELETE, which is the same in every protocol. */
public final class RemovalHandler {

    /** Names the token at the creation, and brings it back; a header, because addresses end up in logs. */
    public static final String DELETE_TOKEN = "Upload-Delete-Token";

    private final Removal removal;
    private final Workers workers;

    public RemovalHandler(Removal removal, Workers workers) {
        this.removal = removal;
        this.workers = workers;
    }

    public Mono<Void> delete(ServerWebExchange exchange, FileId id, Requester who) {
        String token = exchange.getRequest().getHeaders().getFirst(DELETE_TOKEN);
        return workers.call(exchange, () -> {
                    removal.delete(id, token, who);
                    return id;
                })
                .flatMap(deleted -> {
                    exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
                    return exchange.getResponse().setComplete();
                });
    }
}
