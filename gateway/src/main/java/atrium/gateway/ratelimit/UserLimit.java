package atrium.gateway.ratelimit;

import atrium.platform.problem.ProblemException;
import atrium.platform.problem.ProblemWriter;
import java.security.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
                .mapNotNull(user -> charge(user, exchange))
                .map(refusal -> problems.write(exchange, refusal))
                .switchIfEmpty(Mono.fromSupplier(() -> chain.filter(exchange)))
                .flatMap(answer -> answer);
    }

    private @Nullable ProblemException charge(Principal user, ServerWebExchange exchange) {
        Allowance allowance = AddressLimit.isWrite(exchange.getRequest()) ? writes : reads;
        return allowance.charge(user.getName(), exchange.getResponse().getHeaders());
    }
}
