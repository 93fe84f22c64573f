package atrium.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.config.Live;
import atrium.platform.config.LiveConfiguration;
import atrium.platform.netty.NettyServer;
import atrium.platform.rooms.RoomPattern;
import atrium.platform.rooms.RoomsProperties;
import atrium.stream.access.StreamKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whoever watches when a room or its stream is closed to them goes, and nobody else does. */
@PrivateRooms
class ClosingRoomTests {

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer rtmp;

    @Autowired
    private StreamKeys keys;

    @Autowired
    private LiveConfiguration configuration;

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    @Test
    void room_becomes_private_and_who_may_not_stay_goes() throws Exception {
        Live<RoomsProperties> rooms = configuration.of(RoomsProperties.class);
        RoomsProperties before = rooms.get();
        try (Feed feed = feed("closing");
                RtmpPlayer player = new RtmpPlayer(rtmp.port())) {
            Body nobody = watch(Asker.NOBODY, "closing");
            Body guest = watch(Asker.GUEST, "closing");
            Body member = watch(Asker.MEMBER, "closing");
            CompletableFuture<Integer> socket = socket("closing");
            player.play("live", "closing").start();
            Awaitility.await().until(() -> !player.pictures().isEmpty());

            rooms.replace(new RoomsProperties(List.of(RoomPattern.of("clos*")), List.of()));

            assertThat(nobody.over.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(guest.over.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(socket.get(10, TimeUnit.SECONDS)).isEqualTo(4404);
            Awaitility.await().until(() -> player.closed);
            assertThat(player.codes).endsWith("NetStream.Play.UnpublishNotify", "NetStream.Play.Stop");
            member.assertThatItGoesOn();
        } finally {
            rooms.replace(before);
        }
    }

    @Test
    void stream_becomes_non_public_and_who_may_not_stay_goes() throws Exception {
        try (Feed feed = feed("closed")) {
            assertThat(put("closed", true)).isEqualTo(200);
            Body guest = watch(Asker.GUEST, "closed");
            Body member = watch(Asker.MEMBER, "closed");

            assertThat(put("closed", false)).isEqualTo(200);

            assertThat(guest.over.get(10, TimeUnit.SECONDS)).isTrue();
            member.assertThatItGoesOn();
        }
    }

    @Test
    void who_waits_for_a_source_is_told_as_others_are() throws Exception {
        assertThat(put("waiting", true, "udp://127.0.0.1:" + freePort())).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> guest =
                http.sendAsync(request(Asker.GUEST, "/stream/waiting.flv").build(), BodyHandlers.ofString());
        Awaitility.await().until(() -> http.send(
                        request(Asker.GUEST, "/stream/api/streams/waiting").build(), BodyHandlers.ofString())
                .body()
                .contains("\"viewers\":1"));

        assertThat(put("waiting", false, "udp://127.0.0.1:" + freePort())).isEqualTo(200);

        assertThat(guest.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(404);
    }

    private Feed feed(String name) throws IOException {
        return new Feed(rtmp.port(), name, keys.issue(name));
    }

    private int put(String name, boolean isPublic) throws IOException, InterruptedException {
        return put(name, isPublic, "");
    }

    private int put(String name, boolean isPublic, String source) throws IOException, InterruptedException {
        String json = "{\"source\":\"" + source + "\",\"public\":" + isPublic + "}";
        return http.send(
                        request(Asker.ADMIN_TOKEN, "/stream/api/streams/" + name)
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    private Body watch(Asker who, String name) {
        Body body = new Body();
        Thread.ofVirtual().start(() -> body.read(request(who, "/stream/" + name + ".flv").build()));
        Awaitility.await().until(() -> body.bytes.get() > 1000);
        return body;
    }

    /** The code with which it is closed, of one that has begun to play. */
    private CompletableFuture<Integer> socket(String name) throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        http.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/stream/" + name + ".flv"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
                        begun.complete(null);
                        socket.request(1);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedFuture(null);
                    }
                })
                .join();
        begun.get(10, TimeUnit.SECONDS);
        return closed;
    }

    private HttpRequest.Builder request(Asker who, String path) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        return who == Asker.NOBODY ? request : request.header("Authorization", "Bearer " + who.token());
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A reply that is read as it comes. */
    private final class Body {

        private final AtomicLong bytes = new AtomicLong();

        /** Whether it ended properly, once it has. */
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();

        void read(HttpRequest request) {
            byte[] piece = new byte[4096];
            try (InputStream in = http.send(request, BodyHandlers.ofInputStream()).body()) {
                for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                    bytes.addAndGet(length);
                }
                over.complete(true);
            } catch (IOException | InterruptedException e) {
                over.complete(false);
            }
        }

        void assertThatItGoesOn() {
            long now = bytes.get();
            Awaitility.await().until(() -> bytes.get() > now + 2000);
            assertThat(over).isNotDone();
        }
    }
}
