package atrium.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/** The ffmpeg of the build as a stranger: a publisher like any other. */
final class Ffmpeg {

    private static final String PROGRAM = Loader.load(org.bytedeco.ffmpeg.ffmpeg.class);

    private Ffmpeg() {}

    /** Publishes a test picture and tone for {@code seconds} to {@code url}; the process is the caller's to end. */
    static Process publish(String url, int seconds, Path log) throws IOException {
        return start(
                log,
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x180:rate=25",
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=440",
                "-t",
                String.valueOf(seconds),
                "-c:v",
                "libopenh264",
                "-g",
                "25",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                "-f",
                "flv",
                url);
    }

    /** Runs to the end, at most {@code seconds}; the exit code, or -1 if it had to be ended. */
    static int run(int seconds, Path log, String... arguments) throws IOException, InterruptedException {
        Process process = start(log, arguments);
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        process.destroyForcibly().waitFor();
        return -1;
    }

    static Process start(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-nostdin", "-hide_banner"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    static String read(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
