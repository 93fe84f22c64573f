package atrium.gateway.interim;

import atrium.platform.interim.InterimResponses;
import java.util.Set;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets the connection to the service know whose interim responses it brings: what asks the service finds them in the
 * Reactor context. Only for requests with a body, since no service has something to say before it answers another.
 */
final class InterimFilter implements GlobalFilter {

    private static final Set<HttpMethod> WITH_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!WITH_BODY.contains(exchange.getRequest().getMethod())) {
            return chain.filter(exchange);
        }
        return InterimResponses.to(exchange)
                .map(client ->
                        chain.filter(exchange).contextWrite(context -> context.put(InterimResponses.class, client)))
                .orElseGet(() -> chain.filter(exchange));
    }
}
