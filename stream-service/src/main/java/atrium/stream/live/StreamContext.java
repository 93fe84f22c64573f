package atrium.stream.live;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What every stream is given from outside.
 *
 * @param properties asked again each time, because they may change
 */
public record StreamContext(
        Supplier<LiveProperties> properties, StreamMeters meters, InstantSource clock, RandomGenerator random) {}
