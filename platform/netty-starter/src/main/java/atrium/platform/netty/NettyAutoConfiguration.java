package atrium.platform.netty;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureBefore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/** The web server and the own servers get the same event loops. */
@AutoConfiguration
@AutoConfigureBefore(NettyReactiveWebServerAutoConfiguration.class)
class NettyAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EventLoops eventLoops() {
        return EventLoops.onePerCore();
    }

    @Bean
    ReactorResourceFactory reactorResourceFactory(EventLoops loops) {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setLoopResources(loops.resources());
        return factory;
    }
}
