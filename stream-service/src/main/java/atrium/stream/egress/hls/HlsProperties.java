package atrium.stream.egress.hls;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How streams are cut for HLS. Keys may change while the service runs; a stream that is being cut already stays as it
 * is, because a playlist may not change its promises.
 *
 * @param partDuration what a part should last; whole frames come near it
 * @param segmentDuration what a segment should last; it is longer where key pictures are further apart
 * @param segments how many whole segments a playlist lists at least
 * @param idleTimeout how long after the last request a stream is cut no longer; never less than three target durations
 * @param maxSize bytes that are kept of one stream; fewer segments are listed where these are too many
 * @param maxBlocked requests, of all streams, that may wait for what is not there yet
 * @param maxBlockedPerStream requests for one stream that may wait
 */
@ConfigurationProperties("atrium.stream.hls")
public record HlsProperties(
        @DefaultValue("200ms") @DurationMin(millis = 100) @DurationMax(seconds = 1)
        Duration partDuration,

        @DefaultValue("2s") @DurationMin(seconds = 1) @DurationMax(seconds = 10)
        Duration segmentDuration,

        @DefaultValue("7") @Min(3) @Max(100) int segments,
        @DefaultValue("10s") @DurationMin(seconds = 1) Duration idleTimeout,
        @DefaultValue("64MB") DataSize maxSize,
        @DefaultValue("10000") @Min(1) int maxBlocked,
        @DefaultValue("5000") @Min(1) int maxBlockedPerStream) {

    private static final DataSize LEAST_SIZE = DataSize.ofMegabytes(1);

    public HlsProperties {
        if (maxSize.compareTo(LEAST_SIZE) < 0) {
            throw new IllegalArgumentException("max-size: " + maxSize + " (expected: at least " + LEAST_SIZE + ")");
        }
    }
}
