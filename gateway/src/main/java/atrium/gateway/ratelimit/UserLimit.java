package atrium.gateway.ratelimit;

import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemWriter;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** How often a person may ask, from all its addresses together. After the security chain, which knows who it is. */
final class UserLimit implements WebFilter, Ordered {

    private final Supplier<LimitsProperties> properties;
    private final Allowance reads;
    private final Allowance writes;
    private final ProblemWriter problems;

    UserLimit(Supplier<LimitsProperties> properties, Allowance reads, Allowance writes, ProblemWriter problems) {
        this.properties = properties;
        this.reads = reads;
        this.writes = writes;
        this.problems = problems;
    }

    /** The security chain's is -100. */
    @Override
    public int getOrder() {
        return -50;
    }

    /** Who shows no token is nobody, and asks nothing more of the security context. */
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
                || AddressLimit.counted(request, properties.get()) == null) {
            return chain.filter(exchange);
        }
        return exchange.getPrincipal()
                .flatMap(user -> charge(user, exchange))
                .defaultIfEmpty(Optional.empty())
                .flatMap(refusal -> refusal.isPresent()
                        ? problems.write(exchange, refusal.get())
                        : chain.filter(exchange));
    }

    private Mono<Optional<ProblemException>> charge(Principal user, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Allowance allowance = AddressLimit.isWrite(request) ? writes : reads;
        return allowance.charge(user.getName(), exchange.getResponse().getHeaders(), ClientLoop.of(request));
    }
}
