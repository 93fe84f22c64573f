package atrium.gateway.edge;

import atrium.gateway.route.Instances;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.problem.ProblemWriter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebExceptionHandler;

/** Wires what the gateway answers by itself, and what it lets in. */
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
    Door door(LiveConfiguration configuration, ProblemWriter problems) {
        return new Door(configuration.of(OutsideProperties.class), problems);
    }

    @Bean
    AnswerHeaders answerHeaders() {
        return new AnswerHeaders();
    }

    @Bean
    UnambiguousPaths unambiguousPaths() {
        return new UnambiguousPaths();
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> firstHop(LiveConfiguration configuration) {
        FirstHop firstHop = new FirstHop(configuration.of(OutsideProperties.class));
        return factory -> factory.addServerCustomizers(server -> server.forwarded(firstHop));
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> clientConduct(
            LiveConfiguration configuration, MeterRegistry meters) {
        Live<PaceProperties> properties = configuration.of(PaceProperties.class);
        Counter slow = Counter.builder("atrium.gateway.slow.cut")
                .description("Connections that were cut because a request's head or body came too slowly")
                .register(meters);
        return factory -> factory.addServerCustomizers(server -> server.doOnChannelInit(
                (observer, channel, remote) -> ClientConduct.watch(channel.pipeline(), properties, slow)));
    }

    /** A service is looked for when it is first named, and the first request shall find it. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> lookForServices(Instances instances) {
        return ready -> Readiness.SERVICES.forEach(instances::of);
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
