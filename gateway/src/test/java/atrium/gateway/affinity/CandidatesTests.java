package atrium.gateway.affinity;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.gateway.resilience.Ejections;
import atrium.gateway.resilience.EjectionsForTests;
import atrium.gateway.resilience.Failover;
import atrium.platform.config.Live;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;

class CandidatesTests {

    private static final ServiceInstance EAST = instance(1, Map.of("nacos.cluster", "east", "version", "1"));
    private static final ServiceInstance WEST = instance(2, Map.of("nacos.cluster", "west", "version", "2"));
    private static final ServiceInstance MOVED =
            instance(3, Map.of("nacos.cluster", "west", "cluster", "east", "version", "2"));
    private static final List<ServiceInstance> ALL = List.of(EAST, WEST, MOVED);

    private final Live<RoutingProperties> properties = new Live<>(new RoutingProperties(""));
    private final Ejections ejections = EjectionsForTests.create();
    private final Candidates candidates = new Candidates(properties, ejections);

    @Test
    void without_wishes_everybody_may() {
        assertThat(candidates.among(ALL, Map.of())).isEqualTo(ALL);
    }

    @Test
    void the_own_cluster_is_preferred_and_metadata_outdo_the_registration() {
        properties.replace(new RoutingProperties("east"));

        assertThat(candidates.among(ALL, Map.of())).containsExactly(EAST, MOVED);
    }

    @Test
    void without_anybody_of_the_own_cluster_the_others_serve() {
        properties.replace(new RoutingProperties("south"));

        assertThat(candidates.among(ALL, Map.of())).isEqualTo(ALL);
    }

    @Test
    void a_route_s_version_is_a_condition() {
        assertThat(candidates.among(ALL, route("version", "2"))).containsExactly(WEST, MOVED);
        assertThat(candidates.among(ALL, route("version", 2))).containsExactly(WEST, MOVED);
        assertThat(candidates.among(ALL, route("version", "3"))).isEmpty();
    }

    @Test
    void the_instance_that_has_failed_the_request_is_not_asked_again_unless_it_is_the_only_one() {
        Map<String, Object> attributes = Map.of(Failover.FAILED_INSTANCE, instance(1, Map.of()));

        assertThat(candidates.among(ALL, attributes)).containsExactly(WEST, MOVED);
        assertThat(candidates.among(List.of(EAST), attributes)).containsExactly(EAST);
    }

    @Test
    void one_that_is_put_aside_is_left_out_before_the_cluster_is_looked_at() {
        properties.replace(new RoutingProperties("east"));
        EjectionsForTests.putAside(ejections, EAST);
        EjectionsForTests.putAside(ejections, MOVED);

        assertThat(candidates.among(ALL, Map.of())).containsExactly(WEST);
    }

    private static Map<String, Object> route(String key, Object value) {
        Route route = Route.async()
                .id("r")
                .uri("lb://stream-service")
                .predicate(exchange -> true)
                .metadata(key, value)
                .build();
        return Map.of(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, route);
    }

    private static ServiceInstance instance(int port, Map<String, String> metadata) {
        return new DefaultServiceInstance("i-" + port, "stream-service", "127.0.0.1", port, false, metadata);
    }
}
