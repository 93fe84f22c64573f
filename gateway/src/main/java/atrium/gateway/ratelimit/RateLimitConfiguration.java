package atrium.gateway.ratelimit;

import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.problem.ProblemWriter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the limits: over this gateway's own memory, unless there is another place for buckets. */
@Configuration(proxyBeanMethods = false)
class RateLimitConfiguration {

    private static final int MOST_CLIENTS = 1 << 16;
    private static final Buckets.Source ALONE = (kind, memory) -> memory;

    private final Buckets.Source source;
    private final MeterRegistry meters;

    RateLimitConfiguration(ObjectProvider<Buckets.Source> source, MeterRegistry meters) {
        this.source = source.getIfAvailable(() -> ALONE);
        this.meters = meters;
    }

    @Bean
    AddressLimit addressLimit(LiveConfiguration configuration, ProblemWriter problems) {
        Live<LimitsProperties> properties = configuration.of(LimitsProperties.class);
        return new AddressLimit(
                properties,
                allowance("address", properties, LimitsProperties::address),
                allowance("address-writes", properties, LimitsProperties::addressWrites),
                problems);
    }

    @Bean
    UserLimit userLimit(LiveConfiguration configuration, ProblemWriter problems) {
        Live<LimitsProperties> properties = configuration.of(LimitsProperties.class);
        return new UserLimit(
                properties,
                allowance("user", properties, LimitsProperties::user),
                allowance("user-writes", properties, LimitsProperties::userWrites),
                problems);
    }

    private Allowance allowance(String kind, Live<LimitsProperties> properties, Function<LimitsProperties, Limit> limit) {
        Buckets buckets = source.of(kind, new TokenBuckets(MOST_CLIENTS, System::nanoTime));
        return new Allowance(kind, properties, limit, buckets, meters);
    }
}
