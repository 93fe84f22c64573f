package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.ingest.ffmpeg.FfmpegProcesses;
import io.micrometer.core.instrument.MeterRegistry;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pictures of running streams. */
@StreamApp
@Timeout(60)
class SnapshotIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Color ORANGE = new Color(0xff8000);

    private static FfmpegTool ffmpeg;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

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
    void nothingIsLeft() {
        publishers.forEach(Process::destroyForcibly);
        await().atMost(SOON).until(() -> processes.count() == 0);
    }

    @Test
    void runningStream_thenItsPictureInItsSizeAndColour() throws Exception {
        publish("orange", 320, 180);

        HttpResponse<byte[]> response = get("/stream/orange.jpg");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("max-age=1, private");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(response.body()));
        assertThat(picture.getWidth()).isEqualTo(320);
        assertThat(picture.getHeight()).isEqualTo(180);
        assertThat(distance(average(picture), ORANGE)).isLessThan(12);
    }

    @Test
    void coloursOfHighDefinition_thenAsThePublisherMeantThem() throws Exception {
        String bt709 = ",scale=out_color_matrix=bt709,format=yuv420p";
        publish("hd", "color=c=0xff8000:size=320x180:rate=25" + bt709, "-bsf:v h264_metadata=matrix_coefficients=1");

        BufferedImage picture =
                ImageIO.read(new ByteArrayInputStream(get("/stream/hd.jpg").body()));

        assertThat(distance(average(picture), ORANGE)).isLessThan(12);
    }

    @Test
    void width_thenAtMostThatAndInProportion() throws Exception {
        publish("small", 320, 180);

        BufferedImage smaller = ImageIO.read(
                new ByteArrayInputStream(get("/stream/small.jpg?width=160").body()));
        BufferedImage asItIs = ImageIO.read(
                new ByteArrayInputStream(get("/stream/small.jpg?width=1920").body()));

        assertThat(smaller.getWidth() + "x" + smaller.getHeight()).isEqualTo("160x90");
        assertThat(asItIs.getWidth() + "x" + asItIs.getHeight()).isEqualTo("320x180");
    }

    @Test
    void manyAtOnce_thenOneChild() throws Exception {
        publish("popular", 320, 180);
        long before = meters.get("atrium.stream.snapshots").timer().count();

        List<CompletableFuture<HttpResponse<byte[]>>> all = IntStream.range(0, 50)
                .mapToObj(i -> http.sendAsync(request("/stream/popular.jpg"), HttpResponse.BodyHandlers.ofByteArray()))
                .toList();

        assertThat(all).allSatisfy(one -> {
            assertThat(one.join().statusCode()).isEqualTo(200);
            assertThat(one.join().body()).isEqualTo(all.getFirst().join().body());
        });
        assertThat(meters.get("atrium.stream.snapshots").timer().count()).isEqualTo(before + 1);
    }

    @Test
    void theSameOrHead_thenNoBody() throws Exception {
        publish("same", 160, 90);
        HttpResponse<byte[]> first = get("/stream/same.jpg");
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpRequest again = HttpRequest.newBuilder(request("/stream/same.jpg"), (name, value) -> true)
                .header("If-None-Match", tag)
                .build();
        HttpRequest head = HttpRequest.newBuilder(request("/stream/same.jpg"), (name, value) -> true)
                .HEAD()
                .build();

        assertThat(http.send(again, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(304);
        HttpResponse<byte[]> headOnly = http.send(head, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(headOnly.statusCode()).isEqualTo(200);
        assertThat(headOnly.headers().firstValueAsLong("Content-Length")).hasValue(first.body().length);
        assertThat(headOnly.body()).isEmpty();
    }

    @Test
    void coldSource_thenStartedForThePicture() throws Exception {
        publish("origin", 160, 90);
        put("cold", "http://127.0.0.1:" + port + "/stream/origin.flv");

        HttpResponse<byte[]> response = get("/stream/cold.jpg");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(response.body())).getWidth())
                .isEqualTo(160);
    }

    @Test
    void soundOnly_then404() throws Exception {
        try (RtmpPublisher publisher = publisher("radio")) {
            publisher.configurations(false, true);
            for (int millis = 0; millis <= 1000; millis += 20) {
                publisher.sound(millis, 50);
            }
            awaitLive("radio");
            assertProblem(get("/stream/radio.jpg"), 404, "no-picture");
        }
    }

    @Test
    void damagedPicture_then503AndWhy() throws Exception {
        try (RtmpPublisher publisher = publisher("broken")) {
            publisher.configurations(true, true);
            publisher.picture(true, 0, 500);
            publisher.sound(10, 50);
            awaitLive("broken");
            assertProblem(get("/stream/broken.jpg"), 503, "snapshot-unavailable");
        }
    }

    @Test
    void nothingToSee_thenAsForOtherOutputs() throws Exception {
        assertProblem(get("/stream/nobody.jpg"), 404, "no-such-stream");
        assertProblem(get("/stream/hidden.jpg"), 404, "no-such-stream");
        assertProblem(get("/stream/reserved.jpg"), 404, "no-such-stream");
        assertProblem(get("/stream/dead.jpg"), 503, "source-unavailable");
        for (String width : List.of("15", "3841", "-1", "wide", "")) {
            assertThat(get("/stream/dead.jpg?width=" + width).statusCode())
                    .as(width)
                    .isEqualTo(400);
        }
        HttpRequest post = HttpRequest.newBuilder(request("/stream/dead.jpg"), (name, value) -> true)
                .header("Authorization", "Bearer secret")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    private static void assertProblem(HttpResponse<byte[]> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains(code);
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    private static Color average(BufferedImage picture) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                Color pixel = new Color(picture.getRGB(x, y));
                red += pixel.getRed();
                green += pixel.getGreen();
                blue += pixel.getBlue();
            }
        }
        long pixels = (long) picture.getWidth() * picture.getHeight();
        return new Color((int) (red / pixels), (int) (green / pixels), (int) (blue / pixels));
    }

    private static int distance(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed())
                + Math.abs(one.getGreen() - other.getGreen())
                + Math.abs(one.getBlue() - other.getBlue());
    }

    private void publish(String name, int width, int height) throws Exception {
        publish(name, "color=c=0xff8000:size=" + width + "x" + height + ":rate=25", "");
    }

    /** With a key picture at the start and none after it, as far as a test goes. */
    private void publish(String name, String picture, String options) throws Exception {
        String url = "rtmp://127.0.0.1:" + rtmp.port() + "/live/" + name + "?key=" + keys.issue(name);
        publishers.add(ffmpeg.publish(picture, ("-g 1000 -b:v 400k " + options).strip(), url));
        awaitLive(name);
    }

    private RtmpPublisher publisher(String name) throws IOException {
        RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
        assertThat(publisher.publish("live", name + "?key=" + keys.issue(name))).isEqualTo("NetStream.Publish.Start");
        return publisher;
    }

    private void awaitLive(String name) {
        await().atMost(SOON)
                .until(() -> new String(get("/stream/api/streams/" + name).body(), StandardCharsets.UTF_8)
                        .contains("\"live\""));
    }

    private void put(String name, String source) throws Exception {
        HttpRequest put = HttpRequest.newBuilder(request("/stream/api/streams/" + name), (key, value) -> true)
                .header("Authorization", "Bearer secret")
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"source\":\"" + source + "\",\"public\":true}"))
                .build();
        assertThat(http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(request(path), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }
}
