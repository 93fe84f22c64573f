package atrium.stream.live;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a running stream treats its source and its viewers. All keys may change while the service runs and count from the
 * next time that they are asked for.
 *
 * @param idleTimeout how long after its last viewer a pulled source is stopped
 * @param sourceTimeout how long a viewer waits for a source that starts or comes back, before it is told the reason
 * @param stallTimeout how long a connection may take nothing before it is closed
 * @param gopCache what is kept for the first picture of a new viewer
 * @param queue what is kept for a viewer that reads too slowly
 * @param merge how long frames are collected, so that they leave together
 * @param backoff how a failing source is tried again
 */
@ConfigurationProperties("atrium.stream.live")
public record LiveProperties(
        @DefaultValue("10s") @DurationMin(millis = 100) Duration idleTimeout,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration sourceTimeout,
        @DefaultValue("20s") @DurationMin(millis = 100) Duration stallTimeout,
        @DefaultValue @Valid GopCache gopCache,
        @DefaultValue @Valid Queue queue,
        @DefaultValue @Valid Merge merge,
        @DefaultValue @Valid Backoff backoff) {

    /**
     * A group of pictures beyond either bound is not kept; new viewers then wait for the next key picture.
     *
     * @param maxSize bytes of one stream's group of pictures
     * @param maxFrames frames of it, sound included
     */
    public record GopCache(
            @DefaultValue("16MB") DataSize maxSize,
            @DefaultValue("2000") @Min(1) int maxFrames) {}

    /**
     * A viewer whose queue is full loses whole groups of pictures.
     *
     * @param duration how much of the stream may wait in a viewer's queue
     * @param minSize bytes that may wait, however little {@code duration} is
     * @param maxSize bytes that may wait, however much {@code duration} is
     */
    public record Queue(
            @DefaultValue("1s") Duration duration,
            @DefaultValue("128KB") DataSize minSize,
            @DefaultValue("4MB") DataSize maxSize) {}

    /**
     * Frames that leave together cost a viewer one call of the kernel. What that saves grows with the viewers, and so
     * does the time for which frames wait for each other.
     *
     * @param perViewer this much for each viewer
     * @param max but not longer than this
     */
    public record Merge(
            @DefaultValue("100us") Duration perViewer,
            @DefaultValue("20ms") @DurationMax(millis = 500) Duration max) {

        private static final Duration SHORTEST = Duration.ofMillis(2);

        /** Nothing where it would be too short to be worth a timer. */
        Duration forViewers(int viewers) {
            Duration wait = perViewer.multipliedBy(viewers);
            return wait.compareTo(SHORTEST) < 0 ? Duration.ZERO : wait.compareTo(max) > 0 ? max : wait;
        }
    }

    /**
     * The delay doubles from {@code first} to {@code max}; each is shortened at random by up to a half, so that sources
     * that failed together do not come back together.
     */
    public record Backoff(
            @DefaultValue("500ms") @DurationMin(millis = 1) Duration first,
            @DefaultValue("30s") @DurationMin(millis = 1) Duration max) {}
}
