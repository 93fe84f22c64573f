package atrium.gateway.resilience;

import atrium.gateway.route.Instances;
import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what answers failure. */
@Configuration(proxyBeanMethods = false)
class ResilienceConfiguration {

    @Bean
    Ejections ejections(LiveConfiguration configuration, MeterRegistry meters) {
        return new Ejections(configuration.of(FailoverProperties.class), InstantSource.system(), meters);
    }

    @Bean
    Failover failover(LiveConfiguration configuration, Instances instances, Ejections ejections, MeterRegistry meters) {
        Live<FailoverProperties> properties = configuration.of(FailoverProperties.class);
        return new Failover(
                properties,
                instances,
                ejections,
                new Breakers(properties, InstantSource.system(), meters),
                new RetryMeter(meters));
    }
}
