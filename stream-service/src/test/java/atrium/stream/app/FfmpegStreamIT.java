package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** ffmpeg publishes and ffmpeg watches: what came in goes out, bit for bit. */
@StreamApp
class FfmpegStreamIT {

    private static final int GROUP = 25;
    private static final int SECONDS = 6;

    @TempDir
    private static Path work;

    private static Ffmpeg ffmpeg;
    private static Path recording;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private FfmpegProcesses processes;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void record() throws Exception {
        ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
        recording = work.resolve("in.flv");
        assertThat(run(
                        "-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=sample_rate=48000 -t " + SECONDS
                                + " -c:v libopenh264 -pix_fmt yuv420p -g " + GROUP + " -c:a aac -ac 2 -f flv",
                        recording.toString()))
                .isZero();
    }

    @Test
    void published_thenPicturesAndSoundAreBitExactForAViewer() throws Exception {
        Process publisher = publish("exact");
        awaitLive("exact");
        Path seen = work.resolve("seen.md5");

        assertThat(run("-i http://127.0.0.1:" + port + "/stream/exact.flv -c copy -f framemd5", seen.toString()))
                .isZero();

        assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path sent = work.resolve("sent.md5");
        run("-i " + recording + " -c copy -f framemd5", sent.toString());
        assertIsTheEndOf(digests(sent, 0), digests(seen, 0), GROUP);
        assertIsTheEndOf(digests(sent, 1), digests(seen, 1), 2 * GROUP);
    }

    @Test
    void pulledByFfmpeg_thenTheSamePicturesForItsViewers() throws Exception {
        Process publisher = publish("origin");
        awaitLive("origin");
        put("pulled", "http://127.0.0.1:" + port + "/stream/origin.flv");
        Path seen = work.resolve("pulled.md5");

        assertThat(run(
                        "-i http://127.0.0.1:" + port + "/stream/pulled.flv -t 2 -c copy -map 0:v -f framemd5",
                        seen.toString()))
                .isZero();

        Path sent = work.resolve("origin.md5");
        run("-i " + recording + " -c copy -map 0:v -f framemd5", sent.toString());
        assertThat(Collections.indexOfSubList(digests(sent, 0), digests(seen, 0)))
                .isNotNegative();
        assertThat(digests(seen, 0)).hasSizeGreaterThan(GROUP);
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> processes.count() == 0);
        publisher.destroy();
        publisher.waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void wrongKey_thenFfmpegIsRefused() throws Exception {
        keys.issue("guarded");
        int code = run(
                "-i " + recording + " -c copy -f flv",
                "rtmp://127.0.0.1:" + rtmp.port() + "/live/guarded?key=not-the-key");
        assertThat(code).isNotZero();
    }

    /** A viewer joins in the middle, at a group's start, and then misses nothing. */
    private static void assertIsTheEndOf(List<String> sent, List<String> seen, int mayMiss) {
        assertThat(seen).hasSizeGreaterThanOrEqualTo(sent.size() - 3 * mayMiss);
        assertThat(sent.subList(sent.size() - seen.size(), sent.size())).isEqualTo(seen);
    }

    private Process publish(String name) throws IOException {
        String url = "rtmp://127.0.0.1:" + rtmp.port() + "/live/" + name + "?key=" + keys.issue(name);
        return start("-re -i " + recording + " -c copy -f flv", url);
    }

    private void awaitLive(String name) {
        Awaitility.await()
                .until(() -> http.send(
                                request("/stream/api/streams/" + name).build(), HttpResponse.BodyHandlers.ofString())
                        .body()
                        .contains("\"live\""));
    }

    private void put(String name, String source) throws Exception {
        HttpRequest put = request("/stream/api/streams/" + name)
                .header("Authorization", "Bearer secret")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"source\":\"" + source + "\"}"))
                .build();
        assertThat(http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** The payload digests of one track: the last column. */
    private static List<String> digests(Path framemd5, int track) throws IOException {
        try (var lines = Files.lines(framemd5)) {
            return lines.filter(line -> line.startsWith(track + ","))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .toList();
        }
    }

    private static int run(String arguments, String last) throws Exception {
        Process process = start(arguments, last);
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("ffmpeg " + arguments + " did not end");
        }
        return process.exitValue();
    }

    private static Process start(String arguments, String last) throws IOException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of(arguments.split(" ")));
        command.add(last);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(ffmpeg.environment());
        return builder.start();
    }
}
