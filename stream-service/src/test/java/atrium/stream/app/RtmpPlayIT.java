package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.ingest.ffmpeg.Ffmpeg;
import atrium.stream.ingest.ffmpeg.FfmpegProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** ffmpeg publishes by RTMP and ffmpeg plays by RTMP, where a newer publisher takes over. */
@StreamApp
@TestPropertySource(properties = "atrium.stream.rtmp.republish=takeover")
class RtmpPlayIT {

    private static final int GROUP = 25;
    private static final int SECONDS = 6;

    @TempDir
    private static Path work;

    private static Ffmpeg ffmpeg;
    private static Path recording;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private MeterRegistry meters;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void record() throws Exception {
        ffmpeg = Ffmpeg.locate(
                new FfmpegProperties(null, Duration.ofSeconds(2), Duration.ofSeconds(10)), Path.of("target/ffmpeg"));
        recording = work.resolve("in.flv");
        Process recorder = begin(
                work.resolve("record.log"),
                "-f lavfi -i testsrc2=size=320x180:rate=25 -f lavfi -i sine=sample_rate=48000 -t " + SECONDS
                        + " -c:v libopenh264 -pix_fmt yuv420p -g " + GROUP + " -c:a aac -ac 2 -f flv",
                recording.toString());
        assertThat(recorder.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(recorder.exitValue()).isZero();
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        for (Process process : started) {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        Awaitility.await().until(() -> gauge("atrium.stream.sources") == 0);
    }

    @Test
    void publishedAndPlayed_thenBitExactAfterADigestHandshake() throws Exception {
        publish("/live/exact?key=" + keys.issue("exact"));
        Path seen = work.resolve("seen.md5");
        Path log = work.resolve("play.log");
        Process player = start(log, "-v debug -i " + url("/live/exact") + " -c copy -f framemd5", seen.toString());

        assertThat(player.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(player.exitValue()).isZero();
        assertThat(log).content().contains("Server version 3.5.7.1");
        Path sent = work.resolve("sent.md5");
        begin(work.resolve("sent.log"), "-i " + recording + " -c copy -f framemd5", sent.toString())
                .waitFor(20, TimeUnit.SECONDS);
        assertIsTheEndOf(digests(sent, 0), digests(seen, 0), GROUP);
        assertIsTheEndOf(digests(sent, 1), digests(seen, 1), 2 * GROUP);
    }

    @Test
    void keyInTheApplicationOrAlone_thenPublishes() throws Exception {
        Process first = publish("/live?key=" + keys.issue("app") + "/app");
        first.destroy();
        first.waitFor(10, TimeUnit.SECONDS);
        Awaitility.await().until(() -> gauge("atrium.stream.sources") == 0);
        publish("/live/alone/" + keys.issue("alone"));
    }

    @Test
    void wrongKey_thenRefusedWithTheReason() throws Exception {
        keys.issue("guarded");
        Path log = work.resolve("wrong.log");
        Process publisher = start(log, "-re -i " + recording + " -c copy -f flv", url("/live/guarded?key=not-the-key"));
        assertThat(publisher.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(publisher.exitValue()).isNotZero();
        assertThat(log).content().contains("The stream key is wrong.");
    }

    @Test
    void unknownStream_thenThePlayerIsToldSo() throws Exception {
        Path log = work.resolve("unknown.log");
        Process player = start(log, "-i " + url("/live/nobody") + " -f null", "-");
        assertThat(player.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(player.exitValue()).isNotZero();
    }

    @Test
    void newerPublisher_thenTheOlderEndsAndThePlayerGoesOn() throws Exception {
        String key = keys.issue("taken");
        Process first = publish("/live/taken?key=" + key);
        Path seen = work.resolve("taken.md5");
        Process player = start(
                work.resolve("taken.log"),
                "-i " + url("/live/taken") + " -c copy -map 0:v -flush_packets 1 -f framemd5",
                seen.toString());
        Awaitility.await().until(() -> Files.exists(seen) && !digests(seen, 0).isEmpty());

        publish("/live/taken?key=" + key);

        assertThat(first.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(player.isAlive()).isTrue();
        assertThat(player.waitFor(40, TimeUnit.SECONDS)).isTrue();
        assertThat(digests(seen, 0)).hasSizeGreaterThan(SECONDS * GROUP);
        assertThat(times(seen)).isSorted();
    }

    @Test
    void h265WithOpus_thenPlayedBitExact() throws Exception {
        Path sample = Path.of(RtmpPlayIT.class.getResource("/samples/h265.mp4").toURI());
        String input = "-stream_loop 4 -i " + sample + " -f lavfi -i sine=sample_rate=48000 -shortest";
        Path made = work.resolve("h265.flv");
        begin(work.resolve("h265.log"), input + " -c:v copy -c:a libopus -f flv", made.toString())
                .waitFor(20, TimeUnit.SECONDS);
        publish(made, "/live/h265?key=" + keys.issue("h265"));
        Path seen = work.resolve("h265.md5");
        start(work.resolve("h265-play.log"), "-i " + url("/live/h265") + " -c copy -f framemd5", seen.toString())
                .waitFor(40, TimeUnit.SECONDS);

        Path sent = work.resolve("h265-sent.md5");
        begin(work.resolve("h265-sent.log"), "-i " + made + " -c copy -f framemd5", sent.toString())
                .waitFor(20, TimeUnit.SECONDS);
        for (int track = 0; track < 2; track++) {
            assertThat(digests(seen, track)).isNotEmpty();
            assertIsTheEndOf(
                    digests(sent, track),
                    digests(seen, track),
                    digests(sent, track).size() / 4);
        }
    }

    private Process publish(String path) throws IOException {
        return publish(recording, path);
    }

    private Process publish(Path file, String path) throws IOException {
        Process publisher = start(
                work.resolve("publish" + started.size() + ".log"), "-re -i " + file + " -c copy -f flv", url(path));
        Awaitility.await().until(() -> gauge("atrium.stream.sources") == 1);
        return publisher;
    }

    private String url(String path) {
        return "rtmp://127.0.0.1:" + rtmp.port() + path;
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    /** A viewer joins in the middle, at a group's start, and then misses nothing. */
    private static void assertIsTheEndOf(List<String> sent, List<String> seen, int mayMiss) {
        assertThat(seen).hasSizeGreaterThanOrEqualTo(sent.size() - 3 * mayMiss);
        assertThat(sent.subList(sent.size() - seen.size(), sent.size())).isEqualTo(seen);
    }

    /** The payload digests of one track: the last column. */
    private static List<String> digests(Path framemd5, int track) throws IOException {
        try (var lines = Files.lines(framemd5)) {
            return lines.filter(line -> line.startsWith(track + ","))
                    .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                    .toList();
        }
    }

    private static List<Long> times(Path framemd5) throws IOException {
        try (var lines = Files.lines(framemd5)) {
            return lines.filter(line -> line.startsWith("0,"))
                    .map(line -> Long.parseLong(line.split(",", -1)[1].strip()))
                    .toList();
        }
    }

    private Process start(Path log, String arguments, String last) throws IOException {
        Process process = begin(log, arguments, last);
        started.add(process);
        return process;
    }

    private static Process begin(Path log, String arguments, String last) throws IOException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.program().toString(), "-v", "error", "-y", "-nostdin"));
        command.addAll(List.of(arguments.split(" ")));
        command.add(last);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(ffmpeg.environment());
        return builder.start();
    }
}
