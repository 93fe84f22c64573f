package atrium.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The ffmpeg that the system unpacked, as a stranger: a publisher and viewer like any other. */
final class Ffmpeg {

    private final Path program;

    private Ffmpeg(Path program) {
        this.program = program;
    }

    static Ffmpeg of(RunningSystem system) throws IOException {
        try (Stream<Path> files = Files.walk(system.home().resolve("data/stream-service/ffmpeg"))) {
            return new Ffmpeg(files.filter(file -> file.endsWith("ffmpeg") && Files.isRegularFile(file))
                    .findFirst()
                    .orElseThrow());
        }
    }

    /** A URL with a new key for {@code stream}, as an operator makes it. */
    static String publishUrl(RunningSystem system, String stream) {
        return system.atrium("key", stream).text().strip();
    }

    /** Waits until {@code stream} has something to show. */
    static void awaitLive(RunningSystem system, String stream) {
        await().atMost(Duration.ofSeconds(15))
                .until(() -> Http.get(system.url("/stream/api/streams/" + stream))
                        .body()
                        .contains("\"live\""));
    }

    /** Publishes a test picture and tone for {@code seconds} to {@code url}; the process is the caller's to end. */
    Process publish(String url, int seconds, Path log) throws IOException {
        return publish(url, "320x180", seconds, log);
    }

    /** As {@link #publish(String, int, Path)}, with pictures of another size. */
    Process publish(String url, String size, int seconds, Path log) throws IOException {
        return start(
                log,
                "-re",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=rate=25:size=" + size,
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

    /** Watches {@code seconds} of a stream and writes a line a picture with the time at which it is shown. */
    Process watch(URI url, int seconds, Path times) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        program.resolveSibling("ffprobe").toString(),
                        "-v",
                        "error",
                        "-select_streams",
                        "v",
                        "-show_entries",
                        "packet=pts_time",
                        "-of",
                        "csv=p=0",
                        "-read_intervals",
                        "%+" + seconds,
                        url.toString())
                .redirectErrorStream(true)
                .redirectOutput(times.toFile());
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(program.getParent()));
        return builder.start();
    }

    /** Runs to the end, at most {@code seconds}; the exit code, or -1 if it had to be ended. */
    int run(int seconds, Path log, String... arguments) throws IOException, InterruptedException {
        Process process = start(log, arguments);
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        process.destroyForcibly().waitFor();
        return -1;
    }

    Process start(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-nostdin", "-hide_banner"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LD_LIBRARY_PATH", String.valueOf(program.getParent()));
        return builder.start();
    }

    static String read(Path log) throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
