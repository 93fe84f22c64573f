package atrium.gateway.tunnel;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the tunnel. */
@Configuration(proxyBeanMethods = false)
class TunnelConfiguration {

    @Bean
    OpenTunnels openTunnels(MeterRegistry meters) {
        return new OpenTunnels(meters);
    }

    @Bean
    WebSocketTunnel webSocketTunnel(OpenTunnels open, List<HttpHeadersFilter> headers) {
        return new WebSocketTunnel(new UpstreamConnector(), open, headers);
    }
}
