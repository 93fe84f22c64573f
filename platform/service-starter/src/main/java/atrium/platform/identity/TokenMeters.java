package atrium.platform.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * {@code atrium.identity.tokens}, by {@code outcome}: verified, remembered (verified earlier), or why a bearer token was
 * refused.
 */
final class TokenMeters {

    private final Counter verified;
    private final Counter remembered;
    private final Map<TokenFault, Counter> refused = new EnumMap<>(TokenFault.class);

    TokenMeters(MeterRegistry registry) {
        this.verified = counter(registry, "verified");
        this.remembered = counter(registry, "remembered");
        for (TokenFault fault : TokenFault.values()) {
            refused.put(fault, counter(registry, fault.tag()));
        }
    }

    void verified() {
        verified.increment();
    }

    void remembered() {
        remembered.increment();
    }

    void refused(TokenFault fault) {
        Counter counter = refused.get(fault);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("atrium.identity.tokens")
                .description("Bearer tokens presented, by what came of it")
                .tag("outcome", outcome)
                .register(registry);
    }
}
