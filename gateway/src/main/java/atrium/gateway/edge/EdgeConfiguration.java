package atrium.gateway.edge;

import atrium.gateway.route.Instances;
import atrium.platform.problem.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebExceptionHandler;

/** Wires what the gateway answers by itself. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    @Bean
    RouterFunction<ServerResponse> page() {
        return new Page().routes();
    }

    @Bean
    RouterFunction<ServerResponse> readiness(Instances instances) {
        Readiness readiness = new Readiness(instances);
        return RouterFunctions.route()
                .route(Page.read("/actuator/health/readiness"), readiness::answer)
                .build();
    }

    @Bean
    @Order(-4)
    WebExceptionHandler lostPerson(ServerCodecConfigurer codecs) {
        return new LostPerson(codecs);
    }

    /** Before the platform's handler, whose order is -2. */
    @Bean
    @Order(-3)
    WebExceptionHandler upstreamErrors(ProblemWriter problems) {
        return new UpstreamErrors(problems);
    }
}
