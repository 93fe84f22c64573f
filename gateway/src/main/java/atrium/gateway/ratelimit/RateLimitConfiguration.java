package atrium.gateway.ratelimit;

import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.problem.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the limits. */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

    @Bean
    AddressLimit addressLimit(LiveConfiguration configuration, MeterRegistry meters, ProblemWriter problems) {
        Live<LimitsProperties> properties = configuration.of(LimitsProperties.class);
        return new AddressLimit(
                properties,
                allowance("address", properties, LimitsProperties::address, meters),
                allowance("address-writes", properties, LimitsProperties::addressWrites, meters),
                problems);
    }

    @Bean
    UserLimit userLimit(LiveConfiguration configuration, MeterRegistry meters, ProblemWriter problems) {
        Live<LimitsProperties> properties = configuration.of(LimitsProperties.class);
        return new UserLimit(
                properties,
                allowance("user", properties, LimitsProperties::user, meters),
                allowance("user-writes", properties, LimitsProperties::userWrites, meters),
                problems);
    }

    private static Allowance allowance(
            String kind,
            Live<LimitsProperties> properties,
            Function<LimitsProperties, Limit> limit,
            MeterRegistry meters) {
        return new Allowance(kind, properties, limit, System::nanoTime, meters);
    }
}
