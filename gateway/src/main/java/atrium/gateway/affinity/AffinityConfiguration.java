package atrium.gateway.affinity;

import atrium.gateway.resilience.Ejections;
import atrium.platform.config.LiveConfiguration;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the choice of instances. */
@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = Balancing.class)
class AffinityConfiguration {

    @Bean
    Candidates candidates(LiveConfiguration configuration, Ejections ejections) {
        return new Candidates(configuration.of(RoutingProperties.class), ejections);
    }
}
