package atrium.stream.app;

import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The bundled programs as a person would run them: to publish, and to look at what came out. */
final class FfmpegTool {

    private final Ffmpeg ffmpeg;

    FfmpegTool() throws IOException {
        ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
    }

    /** A publisher of {@code pictures}, a source of lavfi, with a tone; ends when the process is destroyed. */
    Process publish(String pictures, String encoding, String url) throws IOException {
        return start(
                ffmpeg.program(),
                "-v error -nostdin -re -f lavfi -i " + pictures + " -re -f lavfi -i sine=sample_rate=48000"
                        + " -c:v libopenh264 -pix_fmt yuv420p " + encoding + " -c:a aac -ac 2 -f flv " + url);
    }

    /** What ffprobe says of {@code file}. */
    String probe(String entries, Path file) throws Exception {
        Process process =
                start(ffmpeg.probe(), "-v error -show_entries " + entries + " -of csv=p=0 " + file.toAbsolutePath());
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("ffprobe does not end");
        }
        return text;
    }

    private Process start(Path program, String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(ffmpeg.environment());
        return builder.start();
    }
}
