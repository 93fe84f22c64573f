package atrium.gateway.edge;

import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemWriter;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Where a request comes in: what its answer will say in any case, and whether it comes in at all. First of all filters. */
final class Door implements WebFilter, Ordered {

    /** What a service may be asked. TRACE would show a page its cookies, CONNECT is for proxies of another kind. */
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private static final String ALLOW =
            METHODS.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));

    private final Supplier<OutsideProperties> properties;
    private final ProblemWriter problems;

    Door(Supplier<OutsideProperties> properties, ProblemWriter problems) {
        this.properties = properties;
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        AnswerHeaders.prepare(exchange);
        return AccessLog.isOn() ? AccessLog.filter(exchange, inside -> enter(inside, chain)) : enter(exchange, chain);
    }

    private Mono<Void> enter(ServerWebExchange exchange, WebFilterChain chain) {
        ProblemException refusal = refusal(exchange.getRequest());
        return refusal == null ? chain.filter(exchange) : problems.write(exchange, refusal);
    }

    private @Nullable ProblemException refusal(ServerHttpRequest request) {
        if (!METHODS.contains(request.getMethod())) {
            return GatewayProblem.METHOD_NOT_ALLOWED
                    .with("This method is not served: " + request.getMethod())
                    .header(HttpHeaders.ALLOW, ALLOW);
        }
        return WebSocketOrigins.refusal(request, properties.get().origins());
    }
}
