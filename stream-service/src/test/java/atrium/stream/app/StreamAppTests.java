package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.config.Live;
import atrium.platform.netty.NettyServer;
import atrium.stream.access.StreamKeys;
import atrium.stream.admin.StreamsProperties;
import atrium.stream.container.flv.FlvDemuxer;
import atrium.stream.media.MediaFixture;
import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The whole service by itself, over loopback. */
@StreamApp
class StreamAppTests {

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private Live<StreamsProperties> properties;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void publishedStream_thenHttpViewerGetsHeadGroupAndLive() throws Exception {
        try (RtmpPublisher publisher = publish("one")) {
            publisher.picture(true, 0, 2000);
            publisher.sound(10, 50);
            awaitState("one", "live");
            long asked = System.nanoTime();
            HttpResponse<InputStream> response =
                    http.send(get("/stream/one.flv"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("video/x-flv");
            assertThat(response.headers().firstValue("X-Accel-Buffering")).hasValue("no");
            assertThat(response.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
            try (InputStream body = response.body()) {
                List<MediaFrame> frames = read(body, 4);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofMillis(1000));
                assertThat(frames.get(2).isKeyPicture()).isTrue();
                assertThat(frames.get(2).payload().readableBytes()).isEqualTo(2000);
                publisher.picture(false, 40, 700);
                assertThat(read(body, 1)).hasSize(1);
            }
        }
    }

    @Test
    void webSocketViewer_thenTheSameTagsInBinaryFramesAndACloseAtTheEnd() throws Exception {
        Received received = new Received();
        try (RtmpPublisher publisher = publish("two")) {
            publisher.picture(true, 0, 70_000);
            publisher.sound(10, 50);
            awaitState("two", "live");
            http.newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + "/stream/two.flv"), received)
                    .join();
            Awaitility.await().until(() -> received.frames(), frames -> frames.size() == 4);
            assertThat(received.frames().get(2).payload().readableBytes()).isEqualTo(70_000);
        }
        assertThat(received.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4504);
    }

    @Test
    void unknownStream_then404And4404() throws Exception {
        assertThat(send(get("/stream/nobody.flv")).statusCode()).isEqualTo(404);
        assertThat(send(get("/stream/nobody.flv")).headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
        assertThat(send(get("/stream/reserved.flv")).statusCode()).isEqualTo(404);
        Received received = new Received();
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/stream/nobody.flv"), received)
                .join();
        assertThat(received.closed.get(10, TimeUnit.SECONDS)).isEqualTo(4404);
    }

    @Test
    void deadSource_then503WithTheReason() throws Exception {
        HttpResponse<String> response = send(get("/stream/dead.flv"));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).contains("source-unavailable");
    }

    @Test
    void wrongKey_thenDeniedAndClosed() throws Exception {
        keys.issue("three");
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port())) {
            assertThat(publisher.publish("live", "three?key=wrong")).isEqualTo("NetStream.Publish.Denied");
            assertThat(publisher.isClosedByServer()).isTrue();
        }
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port())) {
            assertThat(publisher.publish("vod", "three?key=wrong")).isEqualTo("NetConnection.Connect.InvalidApp");
        }
    }

    @Test
    void secondPublisher_thenBadNameAndTheFirstGoesOn() throws Exception {
        String key = keys.issue("four");
        try (RtmpPublisher first = new RtmpPublisher(rtmp.port());
                RtmpPublisher second = new RtmpPublisher(rtmp.port())) {
            assertThat(first.publish("live", "four?key=" + key)).isEqualTo("NetStream.Publish.Start");
            assertThat(second.publish("live", "four?key=" + key)).isEqualTo("NetStream.Publish.BadName");
            assertThat(second.isClosedByServer()).isTrue();
            first.configurations();
            first.picture(true, 0, 10);
            first.sound(10, 50);
            awaitState("four", "live");
        }
    }

    @Test
    void silentPublisher_thenDropped() throws Exception {
        try (RtmpPublisher publisher = publish("five")) {
            assertThat(publisher.isClosedByServer()).isTrue();
        }
        Awaitility.await().until(() -> send(get("/stream/api/streams/five")).statusCode() == 404);
    }

    @Test
    void connectedAndNothingMore_thenClosed() throws Exception {
        try (RtmpPublisher idle = new RtmpPublisher(rtmp.port())) {
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }

    @Test
    void garbage_thenClosed() throws Exception {
        try (RtmpPublisher publisher = publish("six")) {
            publisher.raw(new byte[] {(byte) 0xc9, 1, 2, 3});
            assertThat(publisher.isClosedByServer()).isTrue();
        }
    }

    @Test
    void list_thenWhatTheContractSaysAndNothingHidden() throws Exception {
        try (RtmpPublisher publisher = publish("seven")) {
            publisher.picture(true, 0, 10);
            publisher.sound(10, 50);
            awaitState("seven", "live");
            String seven = send(get("/stream/api/streams/seven")).body();
            assertThat(seven)
                    .contains("\"codec\":\"avc1.64001f\",\"width\":1280,\"height\":720")
                    .contains("\"codec\":\"mp4a.40.2\",\"sampleRate\":48000,\"channels\":2")
                    .contains("\"publish\":true", "\"public\":true", "\"viewers\":0", "\"source\":null");
            assertThat(send(get("/stream/api/streams")).body())
                    .contains("seven")
                    .doesNotContain("hidden");
            assertThat(send(get("/stream/api/streams/hidden")).statusCode()).isEqualTo(404);
            assertThat(send(asAdmin(get("/stream/api/streams/hidden"))).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void writing_thenForAdminsOnlyAndWithoutCredentialsInReplies() throws Exception {
        String source = "{\"source\":\"rtsp://user:pass@127.0.0.1:9/x\",\"on-demand\":true}";
        assertThat(send(put("/stream/api/streams/cam", source)).statusCode()).isEqualTo(401);
        HttpResponse<String> made = send(asAdmin(put("/stream/api/streams/cam", source)));
        assertThat(made.statusCode()).isEqualTo(200);
        assertThat(made.body()).contains("127.0.0.1:9").doesNotContain("pass").doesNotContain("user");
        assertThat(send(asAdmin(put("/stream/api/streams/x", "{\"source\":\"gopher://h/\"}")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(send(asAdmin(put("/stream/api/streams/x", "{\"colour\":1}"))).statusCode())
                .isEqualTo(400);
        assertThat(send(asAdmin(put("/stream/api/streams/dead", source))).statusCode())
                .isEqualTo(409);
        assertThat(properties.get().data().resolve("streams.json")).exists();
        HttpRequest delete = request("/stream/api/streams/cam").DELETE().build();
        assertThat(send(delete).statusCode()).isEqualTo(401);
        assertThat(send(asAdmin(delete)).statusCode()).isEqualTo(204);
        assertThat(send(get("/stream/api/streams/cam")).statusCode()).isEqualTo(404);
    }

    @Test
    void newKey_thenPublishesOnceShown() throws Exception {
        HttpRequest post = request("/stream/api/streams/eight/key")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(send(post).statusCode()).isEqualTo(401);
        HttpResponse<String> made = send(asAdmin(post));
        assertThat(made.statusCode()).isEqualTo(201);
        String url = made.body().replaceAll(".*\"url\":\"([^\"]+)\".*", "$1");
        assertThat(url).startsWith("rtmp://127.0.0.1:" + rtmp.port() + "/live/eight?key=");
        try (RtmpPublisher publisher = new RtmpPublisher(rtmp.port())) {
            assertThat(publisher.publish("live", url.substring(url.lastIndexOf('/') + 1)))
                    .isEqualTo("NetStream.Publish.Start");
        }
    }

    private RtmpPublisher publish(String name) throws IOException {
        RtmpPublisher publisher = new RtmpPublisher(rtmp.port());
        assertThat(publisher.publish("live", name + "?key=" + keys.issue(name))).isEqualTo("NetStream.Publish.Start");
        publisher.configurations();
        return publisher;
    }

    private void awaitState(String name, String state) {
        Awaitility.await()
                .until(() -> send(get("/stream/api/streams/" + name)).body().contains("\"state\":\"" + state + "\""));
    }

    private static List<MediaFrame> read(InputStream body, int count) throws IOException {
        List<MediaFrame> frames = new CopyOnWriteArrayList<>();
        if (count == 1) {
            assertThat(body.readNBytes(700)).hasSize(700);
            frames.add(MediaFrame.configuration(MediaFixture.VIDEO, 0));
            return frames;
        }
        try (FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 20, frames::add)) {
            byte[] piece = new byte[4096];
            while (frames.size() < count) {
                int length = body.read(piece);
                assertThat(length).isPositive();
                demuxer.feed(Unpooled.wrappedBuffer(piece, 0, length));
            }
        }
        return frames;
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest get(String path) {
        return request(path).GET().build();
    }

    private HttpRequest put(String path, String json) {
        return request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static HttpRequest asAdmin(HttpRequest request) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .header("Authorization", "Bearer secret")
                .build();
    }

    /** What a WebSocket viewer got. */
    private static final class Received implements WebSocket.Listener {

        private final ByteBuf bytes = Unpooled.buffer();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            bytes.writeBytes(data);
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return CompletableFuture.completedFuture(null);
        }

        synchronized List<MediaFrame> frames() {
            List<MediaFrame> frames = new CopyOnWriteArrayList<>();
            try (FlvDemuxer demuxer = new FlvDemuxer(UnpooledByteBufAllocator.DEFAULT, 1 << 20, frames::add)) {
                demuxer.feed(bytes.duplicate());
            }
            return frames;
        }
    }
}
