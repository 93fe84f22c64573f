package atrium.gateway.route;

import atrium.platform.config.LiveConfiguration;
import com.alibaba.cloud.nacos.NacosDiscoveryProperties;
import com.alibaba.cloud.nacos.NacosServiceManager;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClients;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires routing. */
@Configuration(proxyBeanMethods = false)
@LoadBalancerClients(defaultConfiguration = InstanceSupplier.class)
class RouteConfiguration {

    @Bean
    RouteRefresh routeRefresh(
            LiveConfiguration configuration, GatewayProperties gateway, ApplicationEventPublisher events) {
        return new RouteRefresh(configuration.of(RouteTable.class), gateway, events);
    }

    @Bean
    @ConditionalOnProperty(name = "spring.cloud.nacos.discovery.enabled", matchIfMissing = true)
    Instances instances(NacosServiceManager nacos, NacosDiscoveryProperties properties) {
        return new NacosInstances(nacos, properties);
    }
}
