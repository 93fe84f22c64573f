package atrium.gateway.resilience;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What happens when an instance fails. May change while the gateway runs.
 *
 * @param retry whether a request that failed at one instance may be tried once at another
 * @param ejection how long an instance is put aside when it fails for the first time; twice as long each time that it
 *     fails again soon after
 * @param longestEjection the most that this grows to
 * @param breaks how many answers in a row an instance may break off before it is put aside; one that cannot be connected
 *     to is at once
 * @param breakerRequests of how many requests to a service half must have failed to connect before the next ones are
 *     refused without asking
 * @param breakerPause how long they are refused, until one is let through to see
 */
@ConfigurationProperties("atrium.gateway.routing.failover")
public record FailoverProperties(
        @DefaultValue("true") boolean retry,
        @DefaultValue("5s") @DurationMin(millis = 100) Duration ejection,
        @DefaultValue("60s") @DurationMin(millis = 100) Duration longestEjection,
        @DefaultValue("3") @Min(1) int breaks,
        @DefaultValue("20") @Min(2) @Max(1000) int breakerRequests,
        @DefaultValue("2s") @DurationMin(millis = 100) Duration breakerPause) {}
