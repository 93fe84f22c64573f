package atrium.gateway;

import atrium.platform.testsupport.FreePorts;
import atrium.platform.testsupport.NacosServiceContract;
import java.util.Map;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway's limit is a number that its one route carries; a route without a predicate is nonsense. */
class GatewayNacosIT extends NacosServiceContract {

    GatewayNacosIT() {
        super("gateway", GatewayApplication.class);
    }

    @Override
    protected Map<String, String> properties() {
        return Map.of("server.port", String.valueOf(FreePorts.one()), "server.address", "127.0.0.1");
    }

    @Override
    protected String yamlWithLimit(long limit) {
        String predicates = limit < 0 ? "[]" : "[\"Path=/marked\"]";
        return """
                spring:
                  cloud:
                    gateway:
                      server:
                        webflux:
                          routes:
                            - id: marked
                              uri: lb://nobody
                              predicates: %s
                              metadata:
                                mark: "%d"
                """.formatted(predicates, limit);
    }

    @Override
    protected long limitOf(ConfigurableApplicationContext context) {
        Route route = context.getBean("cachedCompositeRouteLocator", RouteLocator.class)
                .getRoutes()
                .blockFirst();
        return route == null
                ? -1
                : Long.parseLong(String.valueOf(route.getMetadata().get("mark")));
    }
}
