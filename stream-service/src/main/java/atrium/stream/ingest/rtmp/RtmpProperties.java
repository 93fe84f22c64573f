package atrium.stream.ingest.rtmp;

import atrium.platform.netty.NettyServerProperties;
import atrium.stream.protocol.rtmp.RtmpLimits;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The RTMP server. {@code server} is read at start; the rest counts from the next connection on.
 *
 * @param server where it listens
 * @param publishTimeout how long a connection may take to begin to publish or play
 * @param silence how long a publisher may send no media before it is dropped
 * @param republish what becomes of who publishes a stream that is published already
 * @param maxFrame the longest picture or block of sound, in bytes
 * @param maxCommand the longest command or metadata message
 * @param maxChunkStreams chunk streams of one connection
 */
@ConfigurationProperties("atrium.stream.rtmp")
public record RtmpProperties(
        @NotNull @Valid NettyServerProperties server,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration publishTimeout,
        @DefaultValue("15s") @DurationMin(millis = 100) Duration silence,
        @DefaultValue("refuse") Republish republish,
        @DefaultValue("8MB") DataSize maxFrame,
        @DefaultValue("64KB") DataSize maxCommand,
        @DefaultValue("32") @Min(4) @Max(65_599) int maxChunkStreams) {

    /** Two publishers of one stream, both with a right key. */
    public enum Republish {
        /** The older one stays. */
        REFUSE,
        /** The newer one takes its place: an encoder need not wait until its lost connection is given up. */
        TAKEOVER
    }

    /** What the protocol must know. */
    public RtmpLimits limits() {
        return new RtmpLimits((int) maxFrame.toBytes(), (int) maxCommand.toBytes(), maxChunkStreams, publishTimeout);
    }
}
