package atrium.gateway.route;

import java.util.List;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import reactor.core.publisher.Flux;

/**
 * Gives the load balancer of each service our list instead of its own, which asks the registry on a worker thread and
 * remembers the answer for 35 s. Every service has a child context made of this class, hence no {@code @Configuration}.
 */
class InstanceSupplier {

    @Bean
    ServiceInstanceListSupplier instanceListSupplier(Environment environment, Instances instances) {
        String service = environment.getRequiredProperty(LoadBalancerClientFactory.PROPERTY_NAME);
        return new ServiceInstanceListSupplier() {
            @Override
            public String getServiceId() {
                return service;
            }

            @Override
            public Flux<List<ServiceInstance>> get() {
                return Flux.defer(() -> Flux.just(instances.of(service)));
            }
        };
    }
}
