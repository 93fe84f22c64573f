package atrium.chat.admission;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may open a WebSocket, and how often. Every key can change while the service runs.
 *
 * @param origins of web pages that may connect although they come from elsewhere, as browsers send them, e.g.
 *     {@code https://chat.example.org}; {@code *} for all
 * @param rate connections a second that one address may open; of IPv6, all of one /64 are one address
 * @param burst connections that one address may open at once before the rate counts
 * @param connections that one address may have at the same time; 0 for any number
 */
@ConfigurationProperties("atrium.chat.handshake")
public record HandshakeProperties(
        @DefaultValue List<String> origins,
        @Min(1) @Max(1_000_000) @DefaultValue("50") int rate,
        @Min(1) @Max(1_000_000) @DefaultValue("500") int burst,
        @Min(0) @DefaultValue("0") int connections) {}
