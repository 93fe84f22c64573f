package atrium.gateway.tunnel;

import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the tunnel. */
@Configuration(proxyBeanMethods = false)
class TunnelConfiguration {

    @Bean
    OpenTunnels openTunnels(LiveConfiguration configuration, MeterRegistry meters) {
        return new OpenTunnels(configuration.of(TunnelProperties.class), meters);
    }

    @Bean
    ByteTunnel byteTunnel(OpenTunnels open, List<HttpHeadersFilter> headers) {
        return new ByteTunnel(new UpstreamConnector(), open, headers);
    }
}
