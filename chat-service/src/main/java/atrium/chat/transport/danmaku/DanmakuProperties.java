package atrium.chat.transport.danmaku;

import atrium.platform.netty.NettyServerProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Danmaku clients. {@code server} is read at start; the rest can change while the service runs. What a member may say
 * and take is chat's own matter, the same for all transports.
 *
 * @param server where the TCP server listens
 * @param patience how long a connection may take to log in, and as long again to enter a room
 * @param silence how long a client may say nothing before it is gone; clients give a sign of life each 45 s
 */
@ConfigurationProperties("atrium.chat.danmaku")
record DanmakuProperties(
        @NotNull @Valid NettyServerProperties server,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration patience,
        @DefaultValue("2m") @DurationMin(millis = 100) Duration silence) {}
