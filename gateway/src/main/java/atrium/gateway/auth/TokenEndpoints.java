package atrium.gateway.auth;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RequestPredicates.POST;

import atrium.gateway.auth.token.SigningKeys;
import atrium.gateway.auth.token.Tickets;
import atrium.platform.blocking.Workers;
import atrium.platform.problem.PlatformProblem;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The keys that tokens are verified with, and tickets for where a token cannot go. */
final class TokenEndpoints {

    private record Issued(String ticket, long expiresIn) {

        @Override
        public String toString() {
            return "Issued";
        }
    }

    /** RFC 7517, section 8.5. */
    private static final MediaType JWK_SET = MediaType.valueOf("application/jwk-set+json");

    private static final Duration KEPT = Duration.ofSeconds(60);

    private final SigningKeys keys;
    private final Tickets tickets;
    private final Supplier<AuthProperties> properties;
    private final Workers workers;

    TokenEndpoints(SigningKeys keys, Tickets tickets, Supplier<AuthProperties> properties, Workers workers) {
        this.keys = keys;
        this.tickets = tickets;
        this.properties = properties;
        this.workers = workers;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route(GET("/auth/jwks"), this::jwks).andRoute(POST("/auth/tickets"), this::ticket);
    }

    private Mono<ServerResponse> jwks(ServerRequest request) {
        return workers.call(request.exchange(), () -> keys.jwks().toJSONObject())
                .flatMap(set -> ServerResponse.ok()
                        .contentType(JWK_SET)
                        .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                        .bodyValue(set));
    }

    /** The security chain has found the token good, or had refused the request. */
    private Mono<ServerResponse> ticket(ServerRequest request) {
        String bearer = Asked.bearer(request);
        if (bearer.isEmpty()) {
            return Mono.error(PlatformProblem.UNAUTHENTICATED
                    .with("A ticket stands for a token; there was none.")
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
        }
        long expiresIn = properties.get().ticketLifetime().toSeconds();
        return Answers.json(new Issued(tickets.issue(bearer), expiresIn));
    }
}
