package atrium.gateway.resilience;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import atrium.gateway.route.Instances;
import atrium.gateway.tunnel.ByteTunnel;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Tries a request that failed at one instance once more, at another, and tells {@link Ejections} and {@link Breaker} what
 * it saw. It sits just before the choice of the instance, so that a second attempt chooses again.
 *
 * <p>What may be repeated (RFC 9110, section 9.2.2): a request that was never sent, whatever it is; one that was sent, or
 * that got a 503 without {@code Retry-After}, only if it is safe and has no body. Nothing is repeated
 * once a byte of an answer is on its way to the client. Without another instance only a broken connection is tried again:
 * one that was kept alive may have been closed in the moment in which it was used.
 *
 * <p>Spring Cloud Gateway's own retry filter was rejected: it counts per route, would ask the same instance again, and
 * cannot tell a request that was sent from one that was not.
 */
public final class Failover implements GlobalFilter, Ordered {

    /** The attribute of an exchange with the {@link ServiceInstance} that has failed it, in a second attempt. */
    public static final String FAILED_INSTANCE = Failover.class.getName() + ".failed";

    /** RFC 9110, section 9.2.1; TRACE is answered by nobody. */
    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Supplier<FailoverProperties> properties;
    private final Instances instances;
    private final Ejections ejections;
    private final Breakers breakers;
    private final RetryMeter retries;

    Failover(
            Supplier<FailoverProperties> properties,
            Instances instances,
            Ejections ejections,
            Breakers breakers,
            RetryMeter retries) {
        this.properties = properties;
        this.instances = instances;
        this.ejections = ejections;
        this.breakers = breakers;
        this.retries = retries;
    }

    @Override
    public int getOrder() {
        return ReactiveLoadBalancerClientFilter.LOAD_BALANCER_CLIENT_FILTER_ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI target = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        if (!"lb".equals(target.getScheme())) {
            return chain.filter(exchange);
        }
        Breaker breaker = breakers.of(target.getHost());
        Duration toWait = breaker.toWait();
        if (toWait.isPositive()) {
            return Mono.error(new BreakerOpenException(target.getHost(), toWait));
        }
        return new Passing(exchange, chain, target, breaker).pass();
    }

    /** One request on its way, once or twice. */
    private final class Passing {

        private final ServerWebExchange exchange;
        private final GatewayFilterChain chain;
        private final URI target;
        private final Breaker breaker;
        private final boolean repeatable;
        private boolean answered;

        Passing(ServerWebExchange exchange, GatewayFilterChain chain, URI target, Breaker breaker) {
            this.exchange = exchange;
            this.chain = chain;
            this.target = target;
            this.breaker = breaker;
            this.repeatable = isRepeatable(exchange.getRequest());
            exchange.getAttributes().put(ByteTunnel.OPENED, (Runnable) this::answered);
        }

        Mono<Void> pass() {
            return attempt()
                    .flatMap(end -> mayRepeatAfter(end.outcome()) ? again(end) : Mono.just(end))
                    .flatMap(this::finish);
        }

        private Mono<End> attempt() {
            return chain.filter(exchange)
                    .then(Mono.fromSupplier(() -> new End(Outcome.of(exchange.getResponse()), null)))
                    .onErrorResume(error -> Mono.just(new End(Outcome.of(error), error)))
                    .doOnNext(end -> tell(end.outcome()));
        }

        private Mono<End> again(End end) {
            retries.count(end.outcome());
            Map<String, Object> attributes = exchange.getAttributes();
            ServiceInstance failed = chosen();
            if (failed != null) {
                attributes.put(FAILED_INSTANCE, failed);
            }
            attributes.put(GATEWAY_REQUEST_URL_ATTR, target);
            attributes.remove(GATEWAY_LOADBALANCER_RESPONSE_ATTR);
            ServerWebExchangeUtils.reset(exchange);
            return attempt();
        }

        private Mono<Void> finish(End end) {
            if (end.outcome() == Outcome.UNREACHED) {
                breaker.unreached();
            }
            return end.error() == null ? Mono.empty() : Mono.error(end.error());
        }

        private boolean mayRepeatAfter(Outcome outcome) {
            if (!properties.get().retry() || exchange.getResponse().isCommitted()) {
                return false;
            }
            return switch (outcome) {
                case UNREACHED -> hasOthers();
                case UNAVAILABLE -> repeatable && hasOthers();
                case BROKE -> repeatable;
                case ANSWERED, UNRELATED -> false;
            };
        }

        private boolean hasOthers() {
            return instances.of(target.getHost()).size() > 1;
        }

        private void tell(Outcome outcome) {
            ServiceInstance instance = chosen();
            if (instance == null) {
                return;
            }
            switch (outcome) {
                case ANSWERED, UNAVAILABLE -> answered();
                case UNREACHED -> ejections.unreached(instance);
                case BROKE -> broke(instance);
                case UNRELATED -> {}
            }
        }

        /** Also told by the tunnel, as soon as it stands: the request itself then lasts for hours. */
        private void answered() {
            ServiceInstance instance = chosen();
            if (!answered && instance != null) {
                answered = true;
                breaker.reached();
                ejections.answered(instance);
            }
        }

        /** A request with a body may have broken because its client went away, which is not the instance's fault. */
        private void broke(ServiceInstance instance) {
            breaker.reached();
            if (repeatable) {
                ejections.broke(instance);
            }
        }

        private @Nullable ServiceInstance chosen() {
            Response<?> response = exchange.getAttribute(GATEWAY_LOADBALANCER_RESPONSE_ATTR);
            return response != null && response.getServer() instanceof ServiceInstance instance ? instance : null;
        }
    }

    private record End(Outcome outcome, @Nullable Throwable error) {}

    private static boolean isRepeatable(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return SAFE.contains(request.getMethod())
                && headers.getContentLength() <= 0
                && !headers.containsHeader(HttpHeaders.TRANSFER_ENCODING);
    }
}
