package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.media.MediaFrame;
import atrium.stream.media.Track;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** What jsmpeg gets: streams that ffmpeg publishes, transcoded while somebody watches. One encoder may run. */
@StreamApp
@TestPropertySource(
        properties = {"atrium.stream.transcode.max-encoders=1", "atrium.stream.transcode.mpeg1.max-width=160"})
@Timeout(90)
class Mpeg1IT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String ENCODING = "-g 50 -b:v 400k";

    private static FfmpegTool ffmpeg;

    @TempDir
    private Path work;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private StreamRegistry streams;

    @Autowired
    private FfmpegProcesses processes;

    @Autowired
    private MeterRegistry meters;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> publishers = new ArrayList<>();

    @BeforeAll
    static void locate() throws IOException {
        ffmpeg = new FfmpegTool();
    }

    @AfterEach
    void noEncoderIsLeft() {
        publishers.forEach(Process::destroyForcibly);
        await().atMost(SOON).until(() -> processes.count() == 0);
        assertThat(meters.get("atrium.stream.encoders").gauge().value()).isZero();
    }

    @Test
    void twoViewers_thenOneEncoderAndWhatFfprobeCallsMpeg1() throws Exception {
        publish("shared", "testsrc2=size=320x180:rate=25");
        try (TransportStreamViewer first = watch("shared")) {
            await().atMost(SOON).until(() -> first.keyPictures() >= 2);
            try (TransportStreamViewer second = watch("shared")) {
                await().atMost(SOON).until(() -> second.keyPictures() >= 2);
                assertThat(processes.count()).isOne();
            }
            Path seen = Files.write(work.resolve("seen.ts"), first.bytes());
            assertThat(ffmpeg.probe("stream=codec_name,width,height,sample_rate", seen))
                    .contains("mpeg1video,160,90", "mp2,44100");
            assertThat(get("/stream/api/streams").body()).contains("\"shared\"").doesNotContain("@");
            assertThat(get("/stream/api/streams/shared").body()).contains("\"viewers\":0");
            assertThat(get("/stream/shared@mpeg1.flv").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void encoderKilled_thenAnotherGoesOn() throws Exception {
        publish("hardy", "testsrc2=size=160x90:rate=25");
        try (TransportStreamViewer viewer = watch("hardy")) {
            await().atMost(SOON).until(() -> viewer.keyPictures() >= 1);
            long killed = ProcessHandle.current()
                    .descendants()
                    .filter(child -> child.info().commandLine().orElse("").contains("mpeg1video"))
                    .filter(ProcessHandle::destroyForcibly)
                    .count();
            assertThat(killed).isOne();

            int before = viewer.keyPictures();
            long time = viewer.lastDts();

            await().atMost(SOON).until(() -> viewer.keyPictures() >= before + 2);
            assertThat(viewer.lastDts()).isGreaterThan(time);
            assertThat(viewer.closed).isNotDone();
        }
    }

    @Test
    void publisherComesBack_thenTheSameEncoderGoesOn() throws Exception {
        publish("again", "testsrc2=size=160x90:rate=25");
        try (TransportStreamViewer viewer = watch("again")) {
            await().atMost(SOON).until(() -> viewer.keyPictures() >= 1);
            double started =
                    meters.get("atrium.stream.encoders.started").counter().count();
            publishers.getFirst().destroyForcibly().waitFor();
            publish("again", "testsrc2=size=160x90:rate=25");
            int before = viewer.keyPictures();

            await().atMost(SOON).until(() -> viewer.keyPictures() >= before + 3);

            assertThat(viewer.closed).isNotDone();
            assertThat(meters.get("atrium.stream.encoders.started").counter().count())
                    .isEqualTo(started);
        }
    }

    @Test
    void publisherComesBackWithAnotherSize_thenThatIsEncoded() throws Exception {
        publish("resized", "testsrc2=size=160x90:rate=25");
        try (TransportStreamViewer viewer = watch("resized")) {
            await().atMost(SOON).until(() -> viewer.keyPictures() >= 1);
            publishers.getFirst().destroyForcibly().waitFor();
            publish("resized", "testsrc2=size=96x96:rate=25");

            await().atMost(SOON).until(() -> viewer.tracks().contains(new Track.Mpeg1(96, 96)));
            int before = viewer.pictures();
            await().atMost(SOON).until(() -> viewer.pictures() > before + 25);
        }
    }

    @Test
    void publisherGoneForGood_thenItsViewersAreTold() throws Exception {
        publish("gone", "testsrc2=size=160x90:rate=25");
        try (TransportStreamViewer viewer = watch("gone")) {
            await().atMost(SOON).until(() -> viewer.keyPictures() >= 1);
            publishers.getFirst().destroyForcibly().waitFor();

            assertThat(viewer.closed.get(20, TimeUnit.SECONDS)).startsWith("4");
        }
        await().atMost(SOON)
                .until(() ->
                        streams.find(new StreamName("gone").derived("mpeg1")).isEmpty());
        assertThat(get("/stream/gone.mpeg1").statusCode()).isEqualTo(404);
    }

    @Test
    void allEncodersInUse_then503AndWhy() throws Exception {
        publish("busy", "testsrc2=size=160x90:rate=25");
        publish("late", "testsrc2=size=160x90:rate=25");
        try (TransportStreamViewer viewer = watch("busy")) {
            await().atMost(SOON).until(() -> viewer.keyPictures() >= 1);

            HttpResponse<String> late = get("/stream/late.mpeg1");

            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(late.body()).contains("source-unavailable", "all encoders are in use (1)");
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
            assertThat(viewer.closed).isNotDone();
        }
    }

    @Test
    void sourceThatDoesNotCome_then503AndItsReason() throws Exception {
        HttpResponse<String> dead = get("/stream/dead.mpeg1");

        assertThat(dead.statusCode()).isEqualTo(503);
        assertThat(dead.body()).contains("connection refused");
        assertThat(get("/stream/nobody.mpeg1").statusCode()).isEqualTo(404);
        assertThat(get("/stream/hidden.mpeg1").statusCode()).isEqualTo(404);
    }

    @Test
    void longGroup_thenTheViewerIsAtLiveSoon() throws Exception {
        publish("slowgroup", "testsrc2=size=320x180:rate=30", "-g 300 -b:v 400k");
        await().atMost(SOON).until(() -> dts("slowgroup") > 4 * MediaFrame.TIMEBASE);
        long asked = System.nanoTime();
        try (TransportStreamViewer viewer = watch("slowgroup")) {
            await().atMost(SOON).until(() -> viewer.pictures() >= 100);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(3));
        }
    }

    /** How far the stream is: the length of what it has shown since it began. */
    private long dts(String name) throws Exception {
        String body = get("/stream/api/streams/" + name).body();
        return Long.parseLong(body.replaceAll(".*\"uptimeSeconds\":(\\d+).*", "$1")) * MediaFrame.TIMEBASE;
    }

    private void publish(String name, String pictures) throws Exception {
        publish(name, pictures, ENCODING);
    }

    private void publish(String name, String pictures, String encoding) throws Exception {
        String url = "rtmp://127.0.0.1:" + rtmp.port() + "/live/" + name + "?key=" + keys.issue(name);
        publishers.add(ffmpeg.publish(pictures, encoding, url));
        await().atMost(SOON)
                .until(() -> get("/stream/api/streams/" + name).body().contains("\"live\""));
    }

    private TransportStreamViewer watch(String name) {
        return new TransportStreamViewer(http, URI.create("ws://127.0.0.1:" + port + "/stream/" + name + ".mpeg1"));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
