package atrium.gateway.edge;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How slow a client may be. May change while the gateway runs; what is under way keeps what it began with until the end of
 * its interval.
 *
 * @param headTimeout how long a request's head may take from its first byte
 * @param bodyInterval how often a request's body is looked at; time in which the service takes nothing is the service's,
 *     and does not count
 * @param bodyMinimum how much of a body must come in such an interval
 */
@ConfigurationProperties("atrium.gateway.pace")
record PaceProperties(
        @DefaultValue("10s") @DurationMin(millis = 50) Duration headTimeout,
        @DefaultValue("30s") @DurationMin(millis = 50) Duration bodyInterval,
        @DefaultValue("1KB") DataSize bodyMinimum) {}
