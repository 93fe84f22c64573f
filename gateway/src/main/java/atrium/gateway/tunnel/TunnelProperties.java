package atrium.gateway.tunnel;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * WebSockets and endless replies. May change while the gateway runs; a tunnel keeps what it began with.
 *
 * @param stallTimeout how long one side may take nothing of what waits for it before both are closed; longer than what
 *     services allow, so that they have the first word where they can see it
 */
@ConfigurationProperties("atrium.gateway.tunnel")
public record TunnelProperties(
        @DefaultValue("25s") @DurationMin(millis = 100) Duration stallTimeout) {}
