package atrium.stream.ingest.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ffmpeg that reads what the service does not speak itself.
 *
 * @param path the program to run instead of the bundled one; {@code ffprobe} is expected beside it. Libraries that lie
 *     beside it are used before the system's.
 * @param stopTimeout how long a child that was asked to stop may take before it is killed
 * @param sourceTimeout how long a source may be silent, while it is opened or later, before ffmpeg gives up
 */
@ConfigurationProperties("atrium.stream.ffmpeg")
public record FfmpegProperties(
        @Nullable Path path,
        @DefaultValue("2s") Duration stopTimeout,
        @DefaultValue("10s") Duration sourceTimeout) {}
