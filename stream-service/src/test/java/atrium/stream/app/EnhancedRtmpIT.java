package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** ffmpeg publishes with enhanced RTMP and watches enhanced FLV: what came in goes out, bit for bit. */
@StreamApp
class EnhancedRtmpIT {

    @TempDir
    private static Path work;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"h265", "av1"})
    void publishedWithOpus_thenPicturesAndSoundAreBitExactForAViewer(String codec) throws Exception {
        Path recording = record(codec);
        String url = "rtmp://127.0.0.1:" + rtmp.port() + "/live/" + codec + "?key=" + keys.issue(codec);
        Process publisher = start("-re -i " + recording + " -c copy -f flv", url);
        awaitLive(codec);
        Path seen = work.resolve(codec + ".seen.md5");

        run("-i http://127.0.0.1:" + port + "/stream/" + codec + ".flv -c copy -f framemd5", seen);

        assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        Path sent = work.resolve(codec + ".sent.md5");
        run("-i " + recording + " -c copy -f framemd5", sent);
        for (int track = 0; track < 2; track++) {
            assertThat(digests(seen, track)).hasSizeGreaterThan(60);
            assertThat(Collections.lastIndexOfSubList(digests(sent, track), digests(seen, track)))
                    .isEqualTo(
                            digests(sent, track).size() - digests(seen, track).size());
        }
    }

    /** Six seconds: the sample again and again, with a tone. */
    private static Path record(String codec) throws Exception {
        Path recording = work.resolve(codec + ".flv");
        run(
                "-stream_loop 4 -i " + sample(codec) + " -f lavfi -i sine=sample_rate=48000 -t 6"
                        + " -c:v copy -c:a libopus -ac 2 -f flv",
                recording);
        return recording;
    }

    private static Path sample(String codec) throws Exception {
        URL sample = EnhancedRtmpIT.class.getResource("/samples/" + codec + ".mp4");
        assertThat(sample).isNotNull();
        return Path.of(sample.toURI());
    }

    private void awaitLive(String name) {
        HttpRequest status = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/stream/api/streams/" + name))
                .build();
        Awaitility.await()
                .until(() -> http.send(status, HttpResponse.BodyHandlers.ofString())
                        .body()
                        .contains("\"live\""));
    }

    /** The payload digests of one track: the last column. ffmpeg's empty packets are no payload. */
    private static List<String> digests(Path framemd5, int track) throws IOException {
        try (Stream<String> lines = Files.lines(framemd5)) {
            return lines.filter(line -> line.startsWith(track + ","))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .filter(digest -> !digest.equals(EnhancedFlvIT.MD5_OF_NOTHING))
                    .toList();
        }
    }

    private static void run(String arguments, Path last) throws Exception {
        Process process = start(arguments, last.toString());
        if (!process.waitFor(40, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("ffmpeg " + arguments + " did not end");
        }
        assertThat(process.exitValue()).isZero();
    }

    private static Process start(String arguments, String last) throws IOException {
        Ffmpeg ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of(arguments.split(" ")));
        command.add(last);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(ffmpeg.environment());
        return builder.start();
    }
}
