package atrium.gateway.affinity;

import java.util.concurrent.ThreadLocalRandom;
import org.springframework.cloud.loadbalancer.core.ReactorServiceInstanceLoadBalancer;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.annotation.Bean;

/** One balancer a service: every service has a child context made of this class, hence no {@code @Configuration}. */
class Balancing {

    @Bean
    ReactorServiceInstanceLoadBalancer instanceBalancer(ServiceInstanceListSupplier supplier, Candidates candidates) {
        return new InstanceBalancer(
                supplier, candidates, () -> ThreadLocalRandom.current().nextDouble());
    }
}
