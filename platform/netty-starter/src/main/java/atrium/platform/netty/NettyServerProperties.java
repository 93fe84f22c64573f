package atrium.platform.netty;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * Where one own server listens and how much it takes; nested in the properties of the feature that owns it.
 *
 * @param address the local address to listen on
 * @param port the TCP port; 0 takes a free one
 * @param maxConnections connections open at once; one more is closed as soon as it is accepted
 */
public record NettyServerProperties(
        @NotBlank String address,
        @Min(0) @Max(65535) int port,
        @Min(1) int maxConnections) {}
