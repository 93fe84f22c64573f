package atrium.gateway.affinity;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import atrium.gateway.resilience.Ejections;
import atrium.gateway.resilience.Failover;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.gateway.route.Route;

/**
 * Who may serve a request. A route's metadata {@code version} is a condition: without an instance whose metadata says the
 * same nobody serves it. All else are wishes, dropped where they would leave nobody: not one that is put aside, not the
 * one that has just failed this request, one of the gateway's own cluster.
 */
final class Candidates {

    /** What a route that is for one version only has in its metadata. */
    private static final String VERSION = "version";

    private final Supplier<RoutingProperties> properties;
    private final Ejections ejections;

    Candidates(Supplier<RoutingProperties> properties, Ejections ejections) {
        this.properties = properties;
        this.ejections = ejections;
    }

    /** Those of {@code instances} for the request whose exchange has {@code attributes}. */
    List<ServiceInstance> among(List<ServiceInstance> instances, Map<String, Object> attributes) {
        List<ServiceInstance> candidates = ejections.without(ofVersion(instances, attributes));
        if (attributes.get(Failover.FAILED_INSTANCE) instanceof ServiceInstance failed) {
            candidates = preferred(candidates, instance -> !isSame(instance, failed));
        }
        String cluster = properties.get().cluster();
        return cluster.isEmpty()
                ? candidates
                : preferred(candidates, instance -> cluster.equals(Metadata.cluster(instance)));
    }

    private static List<ServiceInstance> ofVersion(List<ServiceInstance> instances, Map<String, Object> attributes) {
        if (attributes.get(GATEWAY_ROUTE_ATTR) instanceof Route route
                && route.getMetadata().get(VERSION) instanceof Object version) {
            String wanted = version.toString();
            return instances.stream()
                    .filter(instance -> wanted.equals(Metadata.version(instance)))
                    .toList();
        }
        return instances;
    }

    private static List<ServiceInstance> preferred(List<ServiceInstance> all, Predicate<ServiceInstance> wish) {
        List<ServiceInstance> some = all.stream().filter(wish).toList();
        return some.isEmpty() ? all : some;
    }

    /** By address: the registry may have sent its instances anew meanwhile. */
    private static boolean isSame(ServiceInstance one, ServiceInstance other) {
        return one.getPort() == other.getPort() && one.getHost().equals(other.getHost());
    }
}
