package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pair of programs that can be run: {@code ffmpeg} and {@code ffprobe}.
 *
 * @param program ffmpeg
 * @param probe ffprobe; may be missing where the program was configured
 */
public record Ffmpeg(Path program, Path probe) {

    /** What TLS is verified against, where an operator has moved it. */
    private static final String[] PASSED_ON = {"SSL_CERT_FILE", "SSL_CERT_DIR"};

    /**
     * The configured program, else the bundled one, unpacked if this has not happened yet.
     *
     * @param cache the directory to unpack to; what an earlier start unpacked there is used again
     */
    public static Ffmpeg locate(FfmpegProperties properties, Path cache) throws IOException {
        Path configured = properties.path();
        return configured == null ? FfmpegBundle.ofClassPath().unpack(cache) : at(configured);
    }

    /** The program {@code path}, which must be one. */
    static Ffmpeg at(Path path) throws IOException {
        Path program = path.toAbsolutePath();
        if (!Files.isExecutable(program)) {
            throw new IOException("atrium.stream.ffmpeg.path: " + path + " (expected: a program that may be executed)");
        }
        return new Ffmpeg(program, program.resolveSibling("ffprobe"));
    }

    /**
     * All of the environment that the program needs. The bundled libraries find each other through it: only the
     * program itself, not they, carries a search path.
     */
    public Map<String, String> environment() throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("AV_LOG_FORCE_NOCOLOR", "1");
        Path directory = program.resolveSibling(".").normalize();
        if (hasLibraries(directory)) {
            environment.put("LD_LIBRARY_PATH", directory.toString());
        }
        for (String name : PASSED_ON) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        return environment;
    }

    private static boolean hasLibraries(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("libavcodec.so"));
        }
    }
}
