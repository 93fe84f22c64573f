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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** ffmpeg publishes and reads back by HLS: pictures and sound are what they were, and nothing is amiss. */
@StreamApp
class HlsFfmpegIT {

    @TempDir
    private static Path work;

    private static Ffmpeg ffmpeg;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private FfmpegProcesses processes;

    private final List<Process> started = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void locate() throws IOException {
        ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "both,  1, '-f lavfi -i testsrc2=size=320x180:rate=30 -f lavfi -i sine=sample_rate=48000',"
                + " '-c:v libopenh264 -pix_fmt yuv420p -g 60 -c:a aac -ac 2'",
        "video, 0, '-f lavfi -i testsrc2=size=320x180:rate=25', '-c:v libopenh264 -pix_fmt yuv420p -g 25'",
        "audio, 0, '-f lavfi -i sine=sample_rate=44100', '-c:a aac -ac 2'",
    })
    void published_thenReadBackBitExact(String name, int lastTrack, String source, String encoders) throws Exception {
        Path recording = work.resolve(name + ".flv");
        run(source + " -t 14 " + encoders + " -f flv", recording);
        publish("hls-" + name, recording);
        Path seen = work.resolve(name + ".seen");

        String errors = run("-i " + url("hls-" + name) + " -t 4 -c copy -f framemd5", seen);

        Path sent = work.resolve(name + ".sent");
        run("-i " + recording + " -c copy -f framemd5", sent);
        for (int track = 0; track <= lastTrack; track++) {
            List<String> digests = digests(seen, track);
            assertThat(digests).hasSizeGreaterThan(90);
            assertThat(Collections.indexOfSubList(digests(sent, track), digests))
                    .isNotNegative();
        }
        assertThat(errors).isBlank();
    }

    @Test
    void pulledOnDemand_thenTheFirstRequestWaitsAndTheSourceStopsAfterTheLast() throws Exception {
        Path recording = work.resolve("pulled.flv");
        run(
                "-f lavfi -i testsrc2=size=320x180:rate=25 -t 14 -c:v libopenh264 -pix_fmt yuv420p -g 25 -f flv",
                recording);
        publish("hls-origin", recording);
        pull("hls-pulled", "http://127.0.0.1:" + port + "/stream/hls-origin.flv");
        Path seen = work.resolve("pulled.seen");

        run("-i " + url("hls-pulled") + " -t 2 -c copy -f framemd5", seen);

        Path sent = work.resolve("pulled.sent");
        run("-i " + recording + " -c copy -f framemd5", sent);
        assertThat(Collections.indexOfSubList(digests(sent, 0), digests(seen, 0)))
                .isNotNegative();
        assertThat(digests(seen, 0)).hasSizeGreaterThan(45);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> processes.count() == 0);
    }

    private void pull(String name, String source) throws Exception {
        HttpRequest put = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stream/api/streams/" + name))
                .header("Authorization", "Bearer secret")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"source\":\"" + source + "\"}"))
                .build();
        assertThat(http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private void publish(String name, Path recording) throws Exception {
        String url = "rtmp://127.0.0.1:" + rtmp.port() + "/live/" + name + "?key=" + keys.issue(name);
        started.add(start("-re -i " + recording + " -c copy -f flv", url));
        HttpRequest status = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/stream/api/streams/" + name))
                .build();
        Awaitility.await()
                .until(() -> http.send(status, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .contains("\"live\""));
    }

    private String url(String name) {
        return "http://127.0.0.1:" + port + "/stream/" + name + "/index.m3u8";
    }

    /** The payload digests of one track: the last column. */
    private static List<String> digests(Path framemd5, int track) throws IOException {
        try (var lines = Files.lines(framemd5)) {
            return lines.filter(line -> line.startsWith(track + ","))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .toList();
        }
    }

    /** Returns what ffmpeg complains of. */
    private static String run(String arguments, Path last) throws Exception {
        Process process = start(arguments, last.toString());
        String errors = new String(process.getErrorStream().readAllBytes());
        assertThat(process.waitFor()).as(errors).isZero();
        return errors;
    }

    private static Process start(String arguments, String last) throws IOException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of(arguments.split(" ")));
        command.add(last);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(ffmpeg.environment());
        return builder.start();
    }
}
