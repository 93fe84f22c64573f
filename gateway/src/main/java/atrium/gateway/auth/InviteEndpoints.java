package atrium.gateway.auth;

import static org.springframework.web.reactive.function.server.RequestPredicates.DELETE;
import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import atrium.gateway.auth.invite.InviteTerms;
import atrium.gateway.auth.invite.Invites;
import atrium.platform.blocking.Workers;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Invites into rooms, for moderators. */
final class InviteEndpoints {

    static final String PATH = "/auth/invites";

    private record New(
            @Nullable String room,
            @Nullable Integer uses,
            @Nullable Instant expires) {}

    private final Invites invites;
    private final InstantSource clock;
    private final Workers workers;

    InviteEndpoints(Invites invites, InstantSource clock, Workers workers) {
        this.invites = invites;
        this.clock = clock;
        this.workers = workers;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(GET(PATH), request -> list())
                .andRoute(POST(PATH), this::issue)
                .andRoute(DELETE(PATH + "/{id}"), this::remove);
    }

    private Mono<ServerResponse> list() {
        return Answers.json(invites.all().stream()
                .map(invite -> Answers.Invitation.of(invite, null))
                .toList());
    }

    private Mono<ServerResponse> issue(ServerRequest request) {
        return Asked.neededBody(request, New.class)
                .map(given -> InviteTerms.of(given.room(), given.uses(), given.expires(), clock.instant()))
                .flatMap(terms -> workers.call(request.exchange(), () -> invites.issue(terms)))
                .flatMap(issued -> ServerResponse.created(
                                URI.create(PATH + "/" + issued.invite().id()))
                        .cacheControl(CacheControl.noStore())
                        .bodyValue(Answers.Invitation.of(
                                issued.invite(), issued.token().text())));
    }

    private Mono<ServerResponse> remove(ServerRequest request) {
        String id = request.pathVariable("id");
        return workers.call(request.exchange(), () -> {
                    invites.remove(id);
                    return true;
                })
                .flatMap(done -> Answers.nothing());
    }
}
