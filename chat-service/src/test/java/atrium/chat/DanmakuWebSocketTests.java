package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.platform.netty.NettyServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The same frames in binary messages. */
@RunningChat
class DanmakuWebSocketTests {

    private static final int BINARY = WebSocketPeer.FIN | WebSocketPeer.BINARY;

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer server;

    @Autowired
    private MeterRegistry meters;

    @Test
    void a_client_over_websocket_and_one_over_tcp_are_in_one_room() {
        try (var web = enter("both");
                var tcp = DanmakuPeer.in(server.port(), "both", "Tess")) {
            say(web, "type@=chatmsg/txt@=from the web/col@=1/");
            assertThat(read(web)).contains("/txt@=from the web/").endsWith("/col@=1/");

            tcp.say("type@=chatmsg/txt@=over TCP/");
            assertThat(read(web)).contains("/nn@=Tess/txt@=over TCP/");
        }
    }

    @Test
    void frames_may_share_a_message_and_be_split_over_several() {
        try (var web = enter("split")) {
            ByteArrayOutputStream two = new ByteArrayOutputStream();
            two.writeBytes(DanmakuPeer.frame("type@=chatmsg/txt@=1/"));
            two.writeBytes(DanmakuPeer.frame("type@=chatmsg/txt@=2/"));
            byte[] bytes = two.toByteArray();
            int cut = bytes.length / 2 + 3;
            web.send(BINARY, Arrays.copyOf(bytes, 5));
            web.send(WebSocketPeer.BINARY, Arrays.copyOfRange(bytes, 5, 20));
            web.send(WebSocketPeer.FIN | WebSocketPeer.PING, new byte[] {7});
            web.send(WebSocketPeer.FIN, Arrays.copyOfRange(bytes, 20, cut));
            web.send(BINARY, Arrays.copyOfRange(bytes, cut, bytes.length));

            var pong = web.read();
            assertThat(pong.opcode()).isEqualTo(WebSocketPeer.PONG);
            assertThat(pong.payload()).containsExactly(7);
            assertThat(read(web)).contains("/txt@=1/");
            assertThat(read(web)).contains("/txt@=2/");
        }
    }

    @Test
    void a_text_message_is_an_error_and_closes_with_1003() {
        double errorsBefore = protocolErrors();
        try (var web = enter("odd")) {
            web.say("type@=mrkl/");

            assertThat(read(web)).startsWith("type@=error/code@=unsupported_data/");
            assertThat(web.read().closeCode()).isEqualTo(1003);
        }
        assertThat(protocolErrors()).isEqualTo(errorsBefore + 1);
    }

    @Test
    void what_is_no_frame_is_an_error_and_closes_with_1002_and_a_lie_of_4_gib_with_1009() {
        double errorsBefore = protocolErrors();
        try (var web = enter("odd");
                var liar = enter("odder")) {
            web.send(BINARY, "GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8));
            assertThat(read(web)).startsWith("type@=error/code@=too_big/");
            assertThat(web.read().closeCode()).isEqualTo(1009);

            liar.send(BINARY, new byte[12]);
            assertThat(read(liar)).startsWith("type@=error/code@=protocol_error/");
            assertThat(liar.read().closeCode()).isEqualTo(1002);
        }
        assertThat(protocolErrors()).isEqualTo(errorsBefore + 2);
    }

    @Test
    void a_message_too_large_for_any_frames_closes_with_1009() {
        try (var web = enter("odd")) {
            web.send(BINARY, new byte[256 * 1024 + 1]);

            assertThat(web.read().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void a_close_is_answered_with_its_code_and_the_connection_ends() {
        try (var web = enter("bye")) {
            web.send(WebSocketPeer.FIN | WebSocketPeer.CLOSE, new byte[] {0x03, (byte) 0xE8});

            assertThat(web.read().closeCode()).isEqualTo(1000);
            assertThat(web.ended()).isTrue();
        }
    }

    @Test
    void who_answers_our_close_is_let_go() {
        try (var web = enter("bye")) {
            web.say("a text");
            read(web);
            assertThat(web.read().closeCode()).isEqualTo(1003);
            web.send(WebSocketPeer.FIN | WebSocketPeer.CLOSE, new byte[] {0x03, (byte) 0xEB});
            assertThat(web.ended()).isTrue();
        }
    }

    @Test
    void a_request_that_is_no_upgrade_is_told_to_upgrade() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ws/danmaku"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(426);
            assertThat(answer.body()).contains("\"code\":\"upgrade-required\"");
        }
    }

    @Test
    void a_room_of_this_name_is_open_to_json_mode() {
        try (var web = WebSocketPeer.open(port, "/ws/danmaku", "atrium.chat.v1", 0)) {
            assertThat(web.json("welcome").path("room").asString()).isEqualTo("danmaku");
        }
    }

    private WebSocketPeer enter(String room) {
        WebSocketPeer web = WebSocketPeer.plain(port, "/ws/danmaku");
        assertThat(web.handshake()).startsWith("HTTP/1.1 101");
        say(web, "type@=loginreq/username@=Webb/");
        say(web, "type@=joingroup/rid@=" + room + "/");
        assertThat(read(web)).startsWith("type@=loginres/").contains("/username@=Webb/");
        say(web, "type@=chatmsg/txt@=ready/");
        assertThat(read(web)).contains("/txt@=ready/");
        return web;
    }

    private double protocolErrors() {
        return meters.get("atrium.chat.protocol.errors").counter().count();
    }

    private static void say(WebSocketPeer web, String text) {
        web.send(BINARY, DanmakuPeer.frame(text));
    }

    /** The text of the next message, which has one frame. */
    private static String read(WebSocketPeer web) {
        var message = web.read();
        assertThat(message.opcode()).isEqualTo(WebSocketPeer.BINARY);
        byte[] frame = message.payload();
        assertThat(frame[0] & 0xFF | (frame[1] & 0xFF) << 8).isEqualTo(frame.length - 4);
        return new String(frame, 12, frame.length - 13, StandardCharsets.UTF_8);
    }
}
