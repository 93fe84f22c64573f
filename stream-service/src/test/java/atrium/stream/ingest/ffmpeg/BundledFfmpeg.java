package atrium.stream.ingest.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The program that tests run: unpacked once below the build directory and found there again by the next run. */
final class BundledFfmpeg {

    private static final Path CACHE = Path.of("target", "ffmpeg");

    private BundledFfmpeg() {}

    static Ffmpeg get() {
        try {
            return FfmpegBundle.ofClassPath().unpack(CACHE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
