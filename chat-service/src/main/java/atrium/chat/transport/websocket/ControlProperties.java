package atrium.chat.transport.websocket;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Pings and pongs of a member, which cost work and are no messages. Every key can change while the service runs.
 *
 * @param rate control frames a second
 * @param burst control frames at once before the rate counts
 */
@ConfigurationProperties("atrium.chat.controls")
record ControlProperties(
        @Min(1) @Max(1_000_000) @DefaultValue("20") int rate,
        @Min(1) @Max(1_000_000) @DefaultValue("60") int burst) {}
