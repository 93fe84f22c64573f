package atrium.stream.ingest.ffmpeg;

import java.util.List;

/**
 * What to tell ffmpeg.
 *
 * @param arguments its arguments, each one an argument of its own: no shell ever sees them
 * @param secrets texts that are masked wherever ffmpeg repeats them
 * @param readsInput whether it reads its standard input, which {@link FfmpegProcess#input} then writes; else that is
 *     empty
 */
public record FfmpegCommand(List<String> arguments, List<String> secrets, boolean readsInput) {

    public FfmpegCommand {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
    }

    /** A command that reads nothing from us. */
    public FfmpegCommand(List<String> arguments, List<String> secrets) {
        this(arguments, secrets, false);
    }

    /** A command that holds no secrets. */
    public static FfmpegCommand of(String... arguments) {
        return new FfmpegCommand(List.of(arguments), List.of());
    }

    /** A command that holds no secrets and reads {@code pipe:0}. */
    public static FfmpegCommand reading(List<String> arguments) {
        return new FfmpegCommand(arguments, List.of(), true);
    }

    @Override
    public String toString() {
        return new Masking(secrets).mask(String.join(" ", arguments));
    }
}
