package atrium.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What viewers at the gateway notice when a stream's parts fail. */
@ExtendWith(SystemUnderTest.class)
class StreamFaultsIT {

    /** The publisher is killed and comes back in 10 s: one picture after the other, in continuous time. */
    @Test
    void a_publisher_that_returns_goes_on_for_its_viewers(RunningSystem system, @TempDir Path directory)
            throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.of(system);
        String url = Ffmpeg.publishUrl(system, "returning");
        Process first = ffmpeg.publish(url, 60, directory.resolve("first.log"));
        Ffmpeg.awaitLive(system, "returning");
        Path seen = directory.resolve("seen.csv");
        Process viewer = ffmpeg.watch(system.url("/stream/returning.flv"), 10, seen);
        await().atMost(Duration.ofSeconds(15)).until(() -> times(seen).size() > 50);

        first.destroyForcibly().waitFor();
        Process second = ffmpeg.publish(url, 60, directory.resolve("second.log"));
        try {
            assertThat(viewer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            List<Double> times = times(seen);
            assertThat(times.getLast() - times.getFirst()).isGreaterThan(9);
            assertThat(times).isSorted().doesNotHaveDuplicates();
            assertThat(longestStep(times)).isLessThan(0.5);
        } finally {
            second.destroy();
            second.waitFor(5, TimeUnit.SECONDS);
        }
    }

    /** The ffmpeg that pulls a source is killed: another takes its place, and the viewer stays. */
    @Test
    void a_killed_ffmpeg_is_replaced_under_its_viewers(RunningSystem system, @TempDir Path directory) throws Exception {
        String config =
                Files.readString(RunningSystem.repository().resolve("nacos-config/config/ATRIUM/stream-service.yaml"));
        system.nacos()
                .publish(
                        "stream-service.yaml",
                        config.replace("allow-loopback: false", "allow-loopback: true")
                                .replace(
                                        "streams: {}",
                                        "streams: {pulled: {source: \"" + system.url("/stream/demo.flv") + "\"}}"));
        try {
            await().atMost(Duration.ofSeconds(5))
                    .until(() ->
                            Http.get(system.url("/stream/api/streams/pulled")).statusCode() == 200);
            Path seen = directory.resolve("seen.csv");
            Process viewer = Ffmpeg.of(system).watch(system.url("/stream/pulled.flv"), 12, seen);
            await().atMost(Duration.ofSeconds(20)).until(() -> times(seen).size() > 50);

            List<ProcessHandle> children = system.process("stream-service")
                    .children()
                    .filter(child -> child.info()
                            .arguments()
                            .map(List::of)
                            .orElse(List.of())
                            .toString()
                            .contains("demo.flv"))
                    .toList();
            assertThat(children).hasSize(1);
            children.getFirst().destroyForcibly();

            assertThat(viewer.waitFor(40, TimeUnit.SECONDS)).isTrue();
            assertThat(times(seen)).isSorted().doesNotHaveDuplicates();
            assertThat(times(seen).getLast() - times(seen).getFirst()).isGreaterThan(11);
        } finally {
            system.nacos().publish("stream-service.yaml", config);
        }
    }

    /** The service is killed under its viewers: they are not left hanging, and who asks again sees the stream again. */
    @Test
    void viewers_of_a_killed_service_are_let_go_and_find_the_stream_again(RunningSystem system, @TempDir Path directory)
            throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.of(system);
        Path before = directory.resolve("before.csv");
        Process viewer = ffmpeg.watch(system.url("/stream/demo.flv"), 120, before);
        await().atMost(Duration.ofSeconds(15)).until(() -> times(before).size() > 50);

        system.process("stream-service").destroyForcibly();

        assertThat(viewer.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        Http.get(system.url("/stream/api/streams/demo")).body().contains("\"live\""));
        Path after = directory.resolve("after.csv");
        assertThat(ffmpeg.watch(system.url("/stream/demo.flv"), 3, after).waitFor(20, TimeUnit.SECONDS))
                .isTrue();
        assertThat(times(after)).hasSizeGreaterThan(50).isSorted();
    }

    /** A viewer that stops reading longer than a connection may is dropped; the others do not notice. */
    @Test
    void a_viewer_that_stops_reading_does_not_hold_the_others_up(RunningSystem system, @TempDir Path directory)
            throws Exception {
        try (Socket stopped = new Socket()) {
            stopped.setReceiveBufferSize(16 * 1024);
            stopped.connect(
                    new java.net.InetSocketAddress("localhost", system.url("/").getPort()));
            stopped.getOutputStream()
                    .write("GET /stream/demo.flv HTTP/1.1\r\nHost: localhost\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(stopped.getInputStream().readNBytes(1000)).hasSize(1000);

            Path seen = directory.resolve("seen.csv");
            Process viewer = Ffmpeg.of(system).watch(system.url("/stream/demo.flv"), 30, seen);
            assertThat(viewer.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(longestStep(times(seen))).isLessThan(0.5);
            assertThat(endsWithin(stopped.getInputStream(), Duration.ofSeconds(20)))
                    .as("the connection that stood still for 30 s was closed")
                    .isTrue();
        }
    }

    private static boolean endsWithin(InputStream in, Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        byte[] piece = new byte[64 * 1024];
        while (System.nanoTime() < until) {
            if (in.read(piece) < 0) {
                return true;
            }
        }
        return false;
    }

    /** When each picture is shown, in seconds, as far as the viewer has written it down. */
    private static List<Double> times(Path seen) throws IOException {
        return Files.exists(seen)
                ? Files.readString(seen)
                        .lines()
                        .filter(line -> line.matches("\\d+\\.\\d{6},?"))
                        .map(line -> Double.valueOf(line.replace(",", "")))
                        .toList()
                : List.of();
    }

    private static double longestStep(List<Double> times) {
        double longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest;
    }
}
