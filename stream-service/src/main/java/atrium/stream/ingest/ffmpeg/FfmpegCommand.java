package atrium.stream.ingest.ffmpeg;

import java.util.List;

/**
 * What to tell ffmpeg.
 *
 * @param arguments its arguments, each one an argument of its own: no shell ever sees them
 * @param secrets texts that are masked wherever ffmpeg repeats them
 */
public record FfmpegCommand(List<String> arguments, List<String> secrets) {

    public FfmpegCommand {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
    }

    /** A command that holds no secrets. */
    public static FfmpegCommand of(String... arguments) {
        return new FfmpegCommand(List.of(arguments), List.of());
    }

    @Override
    public String toString() {
        return new Masking(secrets).mask(String.join(" ", arguments));
    }
}
