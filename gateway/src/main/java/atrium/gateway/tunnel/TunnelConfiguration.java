package atrium.gateway.tunnel;

import atrium.gateway.auth.session.SessionOver;
import atrium.gateway.ratelimit.LimitsProperties;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.identity.VerificationKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
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
    SessionTunnels sessionTunnels(VerificationKeys keys) {
        return new SessionTunnels(keys::isRevoked);
    }

    @Bean
    ApplicationListener<PayloadApplicationEvent<SessionOver>> endOfTunnels(SessionTunnels tunnels) {
        return ApplicationListener.forPayload(over -> tunnels.end(over.id()));
    }

    @Bean
    ByteTunnel byteTunnel(
            LiveConfiguration configuration,
            MeterRegistry meters,
            OpenTunnels open,
            SessionTunnels sessions,
            List<HttpHeadersFilter> headers) {
        Places places =
                new Places(configuration.of(TunnelProperties.class), configuration.of(LimitsProperties.class), meters);
        return new ByteTunnel(new UpstreamConnector(), open, places, sessions, headers);
    }
}
