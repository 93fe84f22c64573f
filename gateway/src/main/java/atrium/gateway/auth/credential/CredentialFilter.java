package atrium.gateway.auth.credential;

import atrium.gateway.auth.problem.AuthProblem;
import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Makes a cookie into {@code Authorization: Bearer ...}, before anything reads that, and takes it away, so that no service
 * ever has it. A header wins, and what {@link TicketParameter} made into one.
 *
 * <p>A browser sends cookies whoever made it ask. So what a cookie alone allows must come from a page of ours, if it
 * changes anything or opens a WebSocket, which no browser keeps to one origin (RFC 6455, section 10.2). {@code SameSite}
 * says the same to the browser; this holds for those that take a site next door for ours, too.
 *
 * <p>A cookie that no longer counts is as none, and taken back: else whoever stayed away too long could not even see the
 * page. A header that does not count is an error, because a program presents it on purpose.
 */
public final class CredentialFilter implements WebFilter {

    /** The refresh token of the request, for {@code /auth} to find: a {@code String}, or nothing. */
    public static final String REFRESH_TOKEN = CredentialFilter.class.getName() + ".refresh";

    private static final String OWN_PATH = "/auth/";
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final ReactiveAuthenticationManager bearers;
    private final ProblemWriter problems;
    private final Counter refused;

    /** @param bearers who knows whether a token counts, and remembers it */
    public CredentialFilter(ReactiveAuthenticationManager bearers, ProblemWriter problems, MeterRegistry meters) {
        this.bearers = bearers;
        this.problems = problems;
        this.refused = Counter.builder("atrium.gateway.auth.foreign.origin")
                .description("requests refused because another site made a browser send them")
                .register(meters);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!CookieHeader.concerns(request.getHeaders()) && !isOwn(request)) {
            return chain.filter(exchange);
        }
        CookieHeader cookies = CookieHeader.of(request.getHeaders());
        return bearer(exchange, cookies)
                .map(bearer -> translated(exchange, cookies, bearer))
                .map(Optional::of)
                .onErrorResume(
                        ProblemException.class,
                        refusal -> problems.write(exchange, refusal).then(Mono.just(Optional.empty())))
                .flatMap(next -> next.map(chain::filter).orElseGet(Mono::empty));
    }

    private static ServerWebExchange translated(
            ServerWebExchange exchange, CookieHeader cookies, Optional<String> bearer) {
        if (cookies.refresh() != null) {
            exchange.getAttributes().put(REFRESH_TOKEN, cookies.refresh());
        }
        return exchange.mutate()
                .request(request -> request.headers(headers -> {
                    cookies.writeRest(headers);
                    bearer.ifPresent(headers::setBearerAuth);
                }))
                .build();
    }

    /** The token to add; empty if the request has one, or needs none. */
    private Mono<Optional<String>> bearer(ServerWebExchange exchange, CookieHeader cookies) {
        if (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
            return Mono.just(Optional.empty());
        }
        return accessCookie(exchange, cookies.access())
                .doOnNext(access -> mindOrigin(exchange.getRequest(), access.isPresent() || cookies.refresh() != null));
    }

    private Mono<Optional<String>> accessCookie(ServerWebExchange exchange, @Nullable String token) {
        if (token == null) {
            return Mono.just(Optional.empty());
        }
        return bearers.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("bearer", token))
                .map(known -> Optional.of(token))
                .onErrorResume(AuthenticationException.class, wrong -> {
                    exchange.getResponse().addCookie(AuthCookies.clearedAccess(exchange.getRequest()));
                    return Mono.just(Optional.empty());
                });
    }

    private void mindOrigin(ServerHttpRequest request, boolean byCookie) {
        boolean handshake = "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
        if (SAFE.contains(request.getMethod()) && !handshake) {
            return;
        }
        boolean foreign = byCookie ? !SameOrigin.isClaimed(request) : isOwn(request) && SameOrigin.isDenied(request);
        if (foreign) {
            refused.increment();
            throw AuthProblem.FOREIGN_ORIGIN.with("A cookie allows this to pages of this host alone.");
        }
    }

    /** Signing somebody in, as whoever the other site likes, needs no cookie. */
    private static boolean isOwn(ServerHttpRequest request) {
        return request.getPath().value().startsWith(OWN_PATH);
    }
}
