package atrium.gateway.ratelimit;

import atrium.platform.problem.ProblemWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** How often an address may ask. Before the security chain: checking a token costs more than refusing. */
final class AddressLimit implements WebFilter, Ordered {

    private final Supplier<LimitsProperties> properties;
    private final Allowance reads;
    private final Allowance writes;
    private final ProblemWriter problems;

    AddressLimit(Supplier<LimitsProperties> properties, Allowance reads, Allowance writes, ProblemWriter problems) {
        this.properties = properties;
        this.reads = reads;
        this.writes = writes;
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        InetAddress client = counted(request, properties.get());
        if (client == null) {
            return chain.filter(exchange);
        }
        Allowance allowance = isWrite(request) ? writes : reads;
        return allowance
                .charge(Household.of(client), exchange.getResponse().getHeaders(), ClientLoop.of(request))
                .flatMap(refusal -> refusal.isPresent()
                        ? problems.write(exchange, refusal.get())
                        : chain.filter(exchange));
    }

    /** The address whose requests are counted; none where the network is exempt, or the server is not on one. */
    static @Nullable InetAddress counted(ServerHttpRequest request, LimitsProperties properties) {
        InetSocketAddress remote = request.getRemoteAddress();
        InetAddress address = remote == null ? null : remote.getAddress();
        return address == null || properties.exempts(address) ? null : address;
    }

    /** All but the safe methods that we let in (RFC 9110, section 9.2.1). */
    static boolean isWrite(ServerHttpRequest request) {
        HttpMethod method = request.getMethod();
        return !method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD) && !method.equals(HttpMethod.OPTIONS);
    }
}
