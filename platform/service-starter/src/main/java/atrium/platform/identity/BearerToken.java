package atrium.platform.identity;

import atrium.platform.problem.PlatformProblem;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Reads {@code Authorization: Bearer ...} (RFC 6750, section 2.1), which a handshake may also give as a parameter; see
 * {@link AccessTokenParameter}. A request without one is a guest's, and one with two is refused (section 2).
 */
final class BearerToken implements ServerAuthenticationConverter {

    private static final String SCHEME = "Bearer ";

    @Override
    public Mono<Authentication> convert(ServerWebExchange exchange) {
        return in(exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION));
    }

    /** The token that is {@code given} in headers; empty if there is none. */
    static Mono<Authentication> in(List<String> given) {
        if (given.size() > 1) {
            return Mono.error(PlatformProblem.BAD_REQUEST.with("The bearer token was given more than once."));
        }
        return Mono.justOrEmpty(given.stream().findFirst())
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip())
                .map(token -> UsernamePasswordAuthenticationToken.unauthenticated("bearer", token));
    }
}
