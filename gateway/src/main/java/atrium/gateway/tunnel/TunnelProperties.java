package atrium.gateway.tunnel;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * WebSockets and endless replies. May change while the gateway runs; a tunnel keeps what it began with.
 *
 * @param stallTimeout how long one side may take nothing of what waits for it before both are closed; longer than what
 *     services allow, so that they have the first word where they can see it
 * @param perAddress how many one address may have at once, an IPv6 client by its /64; zero: any number. Networks that
 *     {@code atrium.gateway.limits.exempt-networks} names are not counted
 * @param most how many there may be in all
 */
@ConfigurationProperties("atrium.gateway.tunnel")
public record TunnelProperties(
        @DefaultValue("25s") @DurationMin(millis = 100) Duration stallTimeout,
        @DefaultValue("200") @Min(0) int perAddress,
        @DefaultValue("100000") @Min(1) int most) {}
