package atrium.chat.transport.websocket;

import atrium.chat.settings.DataSizeBetween;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * permessage-deflate (RFC 7692), in JSON mode. Every key can change while the service runs.
 *
 * @param enabled whether new connections may agree on it
 * @param minSize bytes from which a message is compressed; shorter ones gain little and cost as much
 */
@ConfigurationProperties("atrium.chat.compression")
record CompressionProperties(
        @DefaultValue("true") boolean enabled,

        @DataSizeBetween(min = 0, max = 1 << 30) @DefaultValue("1KB")
        DataSize minSize) {}
