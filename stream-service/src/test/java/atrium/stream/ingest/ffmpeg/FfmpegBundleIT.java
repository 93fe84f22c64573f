package atrium.stream.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegBundleIT {

    private static final List<String> OF_THE_SYSTEM = List.of(
            "linux-vdso.so", "/ld-linux-x86-64.so", "libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1");

    @TempDir
    Path directory;

    @Test
    void theBundle_isUnpackedOnceAlsoWhenTwoStartAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Ffmpeg> unpack = () -> FfmpegBundle.ofClassPath().unpack(directory);
            List<Ffmpeg> found = new ArrayList<>();
            for (Future<Ffmpeg> each : threads.invokeAll(List.of(unpack, unpack))) {
                found.add(each.get());
            }
            assertThat(found.get(0)).isEqualTo(found.get(1));
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).hasSize(1);
        }

        Ffmpeg ffmpeg = FfmpegBundle.ofClassPath().unpack(directory);
        assertThat(run(ffmpeg, ffmpeg.program(), "-version")).startsWith("ffmpeg version 8.0.1");
        assertThat(run(ffmpeg, ffmpeg.probe(), "-version")).startsWith("ffprobe version 8.0.1");
    }

    @Test
    void aDirectoryGivenByProperty_isUsedWithTheLibrariesBesideIt() throws Exception {
        Ffmpeg bundled = BundledFfmpeg.get();
        Ffmpeg configured = Ffmpeg.at(bundled.program());

        assertThat(configured.program()).isEqualTo(bundled.program());
        assertThat(configured.probe()).isEqualTo(bundled.probe());
        assertThat(configured.environment())
                .containsEntry("LD_LIBRARY_PATH", bundled.program().getParent().toString());
    }

    /** A server has no desktop, a container not even what a server has. */
    @Test
    void onlyTheCLibraries_areTakenFromTheSystem() throws Exception {
        Ffmpeg ffmpeg = BundledFfmpeg.get();
        ProcessBuilder linker = new ProcessBuilder(ffmpeg.program().toString());
        linker.environment().clear();
        linker.environment().putAll(ffmpeg.environment());
        linker.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
        String own = ffmpeg.program().getParent().toString();

        List<String> foreign = output(linker)
                .lines()
                .filter(line -> !line.contains(own))
                .filter(line -> OF_THE_SYSTEM.stream().noneMatch(line::contains))
                .toList();

        assertThat(foreign).isEmpty();
    }

    @Test
    void theDynamicLinker_hasNothingToComplainOf() throws Exception {
        Ffmpeg ffmpeg = BundledFfmpeg.get();

        assertThat(run(
                        ffmpeg,
                        ffmpeg.program(),
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc=d=0.1",
                        "-f",
                        "null",
                        "-"))
                .isEmpty();
    }

    @Test
    void whatTheServiceNeeds_isInTheBuild() throws Exception {
        Ffmpeg ffmpeg = BundledFfmpeg.get();

        assertThat(run(ffmpeg, ffmpeg.program(), "-hide_banner", "-encoders"))
                .contains(" libopenh264 ", " aac ", " libopus ", " mpeg1video ", " mjpeg ");
        assertThat(run(ffmpeg, ffmpeg.program(), "-hide_banner", "-muxers")).contains(" flv ", " mpegts ", " rtsp ");
        assertThat(run(ffmpeg, ffmpeg.program(), "-hide_banner", "-protocols"))
                .contains("rtmp\n", "rtmps\n", "srt\n", "udp\n", "https\n");
        assertThat(run(ffmpeg, ffmpeg.program(), "-hide_banner", "-filters")).contains(" drawtext ");
    }

    private static String run(Ffmpeg ffmpeg, Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(ffmpeg.environment());
        return output(builder);
    }

    private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
