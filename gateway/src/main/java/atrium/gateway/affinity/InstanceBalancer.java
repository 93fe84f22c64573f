package atrium.gateway.affinity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.DefaultResponse;
import org.springframework.cloud.client.loadbalancer.EmptyResponse;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Mono;

/**
 * Chooses the instance of one service for a request, with its {@link AffinityKey} or by chance, by weight either way.
 * WebSockets, endless replies and ordinary requests all come through here.
 */
final class InstanceBalancer implements ReactorServiceInstanceLoadBalancer {

    private final ServiceInstanceListSupplier supplier;
    private final Candidates candidates;
    private final DoubleSupplier random;

    InstanceBalancer(ServiceInstanceListSupplier supplier, Candidates candidates, DoubleSupplier random) {
        this.supplier = supplier;
        this.candidates = candidates;
        this.random = random;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own
    public Mono<Response<ServiceInstance>> choose(Request request) {
        Map<String, Object> attributes = attributes(request);
        return supplier.get(request)
                .next()
                .map(instances -> choose(candidates.among(instances, attributes), attributes)
                        .<Response<ServiceInstance>>map(DefaultResponse::new)
                        .orElseGet(EmptyResponse::new));
    }

    private Optional<ServiceInstance> choose(List<ServiceInstance> among, Map<String, Object> attributes) {
        return AffinityKey.of(attributes)
                .map(key -> Rendezvous.winner(among, instance -> Rendezvous.draw(key, instance)))
                .orElseGet(() -> Rendezvous.winner(among, instance -> random.getAsDouble()));
    }

    /** The gateway's filter hands on the attributes of the exchange; other callers have none. */
    private static Map<String, Object> attributes(Request<?> request) {
        return request.getContext() instanceof RequestDataContext context
                        && context.getClientRequest() instanceof RequestData data
                        && data.getAttributes() instanceof Map<String, Object> attributes
                ? attributes
                : Map.of();
    }
}
