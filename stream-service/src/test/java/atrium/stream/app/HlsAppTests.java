package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** HLS of the whole service, over loopback: what is there, what is waited for, what is refused. */
@StreamApp
class HlsAppTests {

    private static final Pattern SEGMENT = Pattern.compile("^(\\d+)\\.m4s$", Pattern.MULTILINE);

    /** Milliseconds. */
    private static final int PICTURE = 40;

    private static final int GROUP = 25;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private MeterRegistry meters;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void firstRequest_thenWaitsForTheFirstSegment() throws Exception {
        try (RtmpPublisher publisher = publish("first")) {
            pictures(publisher, 0, GROUP);
            CompletableFuture<HttpResponse<String>> waiting = ask("first/index.m3u8");
            awaitBlocked(1);
            pictures(publisher, GROUP, GROUP + 1);

            HttpResponse<String> playlist = waiting.get(5, TimeUnit.SECONDS);

            assertThat(playlist.statusCode()).isEqualTo(200);
            assertThat(playlist.headers().firstValue("Content-Type")).hasValue("application/vnd.apple.mpegurl");
            assertThat(playlist.headers().firstValue("Cache-Control")).hasValue("no-cache");
            assertThat(playlist.body())
                    .contains("CODECS=\"avc1.64001f,mp4a.40.2\"", "RESOLUTION=1280x720", "FRAME-RATE=25.000")
                    .endsWith("\nlive.m3u8\n");
        }
    }

    @Test
    void playlistOfWhatComesNext_thenWaitsForIt() throws Exception {
        try (RtmpPublisher publisher = playing("reload")) {
            long msn = newestSegment(get("reload/live.m3u8").body());
            CompletableFuture<HttpResponse<String>> part =
                    ask("reload/live.m3u8?_HLS_msn=" + (msn + 1) + "&_HLS_part=0&_HLS_skip=YES");
            CompletableFuture<HttpResponse<String>> segment = ask("reload/live.m3u8?_HLS_msn=" + (msn + 1));
            awaitBlocked(2);

            pictures(publisher, GROUP + 1, GROUP + 6);
            assertThat(part.get(5, TimeUnit.SECONDS).body())
                    .contains("URI=\"" + (msn + 1) + ".0.m4s\",INDEPENDENT=YES")
                    .endsWith("TYPE=PART,URI=\"" + (msn + 1) + ".1.m4s\"\n");
            assertThat(segment).isNotDone();

            pictures(publisher, GROUP + 6, 3 * GROUP + 1);
            assertThat(segment.get(5, TimeUnit.SECONDS).body()).contains("\n" + (msn + 1) + ".m4s\n");
        }
    }

    @Test
    void hintedPart_thenWaitsAndIsWhole() throws Exception {
        try (RtmpPublisher publisher = playing("hint")) {
            long msn = newestSegment(get("hint/live.m3u8").body()) + 1;
            CompletableFuture<HttpResponse<byte[]>> hinted =
                    http.sendAsync(request("hint/" + msn + ".0.m4s").build(), HttpResponse.BodyHandlers.ofByteArray());
            awaitBlocked(1);

            pictures(publisher, GROUP + 1, 3 * GROUP + 1);

            HttpResponse<byte[]> part = hinted.get(5, TimeUnit.SECONDS);
            assertThat(part.statusCode()).isEqualTo(200);
            assertThat(part.headers().firstValue("Content-Type")).hasValue("video/mp4");
            assertThat(part.headers().firstValue("Cache-Control")).hasValue("max-age=600, immutable");
            Awaitility.await().until(() -> get("hint/" + msn + ".m4s").statusCode() == 200);
            byte[] segment = http.send(request("hint/" + msn + ".m4s").build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            assertThat(segment).startsWith(part.body()).hasSizeGreaterThan(part.body().length);
        }
    }

    @Test
    void notThere_then404OrRefused() throws Exception {
        assertThat(get("nobody/index.m3u8").statusCode()).isEqualTo(404);
        assertThat(get("hidden/index.m3u8").statusCode()).isEqualTo(404);
        try (RtmpPublisher publisher = playing("gone")) {
            long msn = newestSegment(get("gone/live.m3u8").body());
            assertThat(get("gone/" + (msn + 1) + ".1.m4s").statusCode()).isEqualTo(404);
            assertThat(get("gone/" + (msn + 1) + ".m4s").statusCode()).isEqualTo(404);
            assertThat(get("gone/other.m3u8").statusCode()).isEqualTo(404);
            assertThat(get("gone/live.m3u8?_HLS_msn=" + (msn + 3)).statusCode()).isEqualTo(400);
            assertThat(get("gone/live.m3u8?_HLS_part=1").body()).contains("bad-hls-directive");
            assertThat(get("gone/init-" + msn + ".mp4").statusCode()).isEqualTo(200);
            publisher.picture(false, (GROUP + 1) * PICTURE, 10);
        }
    }

    @Test
    void head_thenTheLengthAndNothingElse() throws Exception {
        try (RtmpPublisher publisher = playing("head")) {
            long msn = newestSegment(get("head/live.m3u8").body());
            long length = get("head/" + msn + ".m4s").body().length();
            HttpResponse<String> head = http.send(
                    request("head/" + msn + ".m4s")
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0))
                    .isPositive();
            assertThat(length).isPositive();
            publisher.picture(false, (GROUP + 1) * PICTURE, 10);
        }
    }

    @Test
    void clientThatGoesWhileItWaits_thenIsForgotten() throws Exception {
        try (RtmpPublisher publisher = playing("cancel")) {
            long msn = newestSegment(get("cancel/live.m3u8").body());
            CompletableFuture<HttpResponse<String>> waiting = ask("cancel/live.m3u8?_HLS_msn=" + (msn + 1));
            awaitBlocked(1);

            waiting.cancel(true);

            awaitBlocked(0);
            publisher.picture(false, (GROUP + 1) * PICTURE, 10);
        }
    }

    @Test
    void publisherComesBack_thenDiscontinuityAndHigherNumbers() throws Exception {
        long msn;
        try (RtmpPublisher publisher = playing("back")) {
            msn = newestSegment(get("back/live.m3u8").body());
            pictures(publisher, GROUP + 1, GROUP + 10);
        }
        try (RtmpPublisher publisher = publish("back")) {
            pictures(publisher, 0, 3 * GROUP);

            Awaitility.await().until(() -> get("back/live.m3u8").body(), text -> text.contains((msn + 2) + ".0.m4s"));
            assertThat(get("back/live.m3u8").body())
                    .contains((msn + 1) + ".m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init-" + (msn + 2) + ".mp4\"");
        }
    }

    @Test
    void streamEnds_thenTheProblemThatOtherOutputsTell() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting;
        try (RtmpPublisher publisher = playing("end")) {
            long msn = newestSegment(get("end/live.m3u8").body());
            waiting = ask("end/live.m3u8?_HLS_msn=" + (msn + 1));
            awaitBlocked(1);
            publisher.picture(false, (GROUP + 1) * PICTURE, 10);
        }
        assertThat(waiting.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
        Awaitility.await().until(() -> get("end/live.m3u8").statusCode() == 404);
    }

    @Test
    void deadSource_then503WithTheReason() throws Exception {
        HttpResponse<String> response = get("dead/index.m3u8");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("source-unavailable");
    }

    private RtmpPublisher playing(String name) throws Exception {
        RtmpPublisher publisher = publish(name);
        pictures(publisher, 0, GROUP);
        CompletableFuture<HttpResponse<String>> first = ask(name + "/live.m3u8");
        awaitBlocked(1);
        pictures(publisher, GROUP, GROUP + 1);
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        return publisher;
    }

    private void awaitBlocked(int requests) {
        Awaitility.await()
                .until(() ->
                        (int) meters.get("atrium.stream.hls.blocked").gauge().value() == requests);
    }

    private static long newestSegment(String playlist) {
        Matcher matcher = SEGMENT.matcher(playlist);
        long msn = -1;
        while (matcher.find()) {
            msn = Long.parseLong(matcher.group(1));
        }
        assertThat(msn).isPositive();
        return msn;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private RtmpPublisher publish(String name) throws IOException {
        RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
        assertThat(publisher.publish("live", name + "?key=" + keys.issue(name))).isEqualTo("NetStream.Publish.Start");
        publisher.configurations();
        return publisher;
    }

    /** Pictures and sound from one picture's number to another's. */
    private static void pictures(RtmpPublisher publisher, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            publisher.picture(i % GROUP == 0, i * PICTURE, 1000 + i);
            publisher.sound(i * PICTURE + 5, 50);
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(String path) {
        return http.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/stream/" + path))
                .timeout(Duration.ofSeconds(20));
    }
}
