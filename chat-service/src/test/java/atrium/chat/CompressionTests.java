package atrium.chat;

import static atrium.chat.WebSocketPeer.FIN;
import static atrium.chat.WebSocketPeer.PING;
import static atrium.chat.WebSocketPeer.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.WebSocketPeer.Frame;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** permessage-deflate (RFC 7692), with the client's half written here. */
@RunningChat
class CompressionTests {

    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits";
    private static final int RSV1 = 0x40;
    private static final String LONG = "many words make a message long, ".repeat(100);

    @LocalServerPort
    private int port;

    @Test
    void it_is_agreed_on_without_context_takeover() {
        try (var peer = compressing("/ws/agreed")) {
            assertThat(peer.handshake())
                    .startsWith("HTTP/1.1 101")
                    .containsIgnoringCase("sec-websocket-extensions: permessage-deflate;"
                            + " server_no_context_takeover; client_no_context_takeover\r\n");
        }
    }

    @Test
    void plain_mode_and_clients_that_do_not_offer_it_go_without() {
        try (var plain = WebSocketPeer.with(port, "/ws/none", null, OFFER);
                var silent = WebSocketPeer.json(port, "/ws/none");
                var foreign = WebSocketPeer.with(
                        port, "/ws/none", WebSocketPeer.JSON, "Sec-WebSocket-Extensions: permessage-foo")) {
            for (var peer : new WebSocketPeer[] {plain, silent, foreign}) {
                assertThat(peer.handshake())
                        .startsWith("HTTP/1.1 101")
                        .doesNotContainIgnoringCase("sec-websocket-extensions");
            }
        }
    }

    @Test
    void a_long_message_comes_compressed_to_whom_agreed_and_as_it_is_to_others() throws Exception {
        try (var compressing = compressing("/ws/long");
                var other = WebSocketPeer.json(port, "/ws/long")) {
            compressing.json("welcome");
            other.json("welcome");
            other.say(send(LONG));

            Frame frame = compressing.read();
            while (frame.bits() == 0) {
                frame = compressing.read();
            }
            assertThat(frame.bits()).isEqualTo(4);
            assertThat(frame.payload().length).isLessThan(LONG.length() / 5);
            assertThat(json(inflated(frame.payload())).path("text").asString()).isEqualTo(LONG);
            assertThat(other.json("message").path("text").asString()).isEqualTo(LONG);
        }
    }

    @Test
    void a_short_message_comes_as_it_is() {
        try (var peer = compressing("/ws/short")) {
            peer.json("welcome");
            peer.say(send("short"));
            assertThat(peer.json("message").path("text").asString()).isEqualTo("short");
        }
    }

    @Test
    void a_compressed_message_is_understood_whole_and_in_fragments_with_a_ping_between() {
        try (var peer = compressing("/ws/sent")) {
            peer.json("welcome");
            byte[] first = deflated(send("first"));
            peer.send(FIN | RSV1 | TEXT, first);
            assertThat(peer.json("message").path("text").asString()).isEqualTo("first");

            byte[] second = deflated(send("second"));
            peer.send(RSV1 | TEXT, Arrays.copyOf(second, 10));
            peer.send(FIN | PING, new byte[0]);
            peer.send(0, Arrays.copyOfRange(second, 10, 20));
            peer.send(FIN, Arrays.copyOfRange(second, 20, second.length));
            Frame frame = peer.read();
            while (frame.opcode() == TEXT) {
                frame = peer.read();
            }
            assertThat(frame.opcode()).isEqualTo(WebSocketPeer.PONG);
            assertThat(peer.json("message").path("text").asString()).isEqualTo("second");
        }
    }

    @Test
    void a_fresh_window_for_each_message_is_all_that_is_ever_needed() throws Exception {
        try (var peer = compressing("/ws/fresh")) {
            peer.json("welcome");
            for (int i = 0; i < 3; i++) {
                peer.say(send(LONG));
                Frame frame = peer.read();
                while (frame.bits() == 0) {
                    frame = peer.read();
                }
                assertThat(json(inflated(frame.payload())).path("text").asString()).isEqualTo(LONG);
            }
        }
    }

    @Test
    void a_bomb_closes_with_1009() {
        try (var peer = compressing("/ws/bomb")) {
            peer.json("welcome");
            peer.send(FIN | RSV1 | TEXT, deflated("x".repeat(5_000_000)));
            assertThat(closeCode(peer)).isEqualTo(1009);
        }
    }

    @Test
    void what_is_not_deflate_closes_with_1007_and_so_does_what_is_not_utf_8_inside() {
        try (var garbage = compressing("/ws/garbage");
                var spelling = compressing("/ws/garbage")) {
            garbage.send(FIN | RSV1 | TEXT, new byte[] {7, 7, 7});
            assertThat(closeCode(garbage)).isEqualTo(1007);
            spelling.send(FIN | RSV1 | TEXT, deflated(new byte[] {'a', (byte) 0xC0, (byte) 0x80}));
            assertThat(closeCode(spelling)).isEqualTo(1007);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FIN | 0x20 | TEXT, FIN | 0x10 | TEXT, FIN | 0x70 | TEXT, FIN | RSV1 | PING, FIN | RSV1 | 8})
    void other_bits_and_the_bit_on_control_frames_close_with_1002(int firstByte) {
        try (var peer = compressing("/ws/bits")) {
            peer.send(firstByte, new byte[0]);
            assertThat(closeCode(peer)).isEqualTo(1002);
        }
    }

    @Test
    void the_bit_on_a_continuation_closes_with_1002_and_so_it_does_where_it_was_not_agreed_on() {
        try (var continuation = compressing("/ws/bits");
                var silent = WebSocketPeer.json(port, "/ws/bits")) {
            continuation.send(RSV1 | TEXT, new byte[] {1});
            continuation.send(FIN | RSV1, new byte[] {1});
            assertThat(closeCode(continuation)).isEqualTo(1002);
            silent.send(FIN | RSV1 | TEXT, deflated(send("x")));
            assertThat(closeCode(silent)).isEqualTo(1002);
        }
    }

    @Test
    void binary_is_refused_compressed_or_not() {
        try (var peer = compressing("/ws/binary")) {
            peer.send(FIN | RSV1 | WebSocketPeer.BINARY, deflated("x"));
            assertThat(closeCode(peer)).isEqualTo(1003);
        }
    }

    private WebSocketPeer compressing(String path) {
        return WebSocketPeer.with(port, path, WebSocketPeer.JSON, OFFER);
    }

    private static int closeCode(WebSocketPeer peer) {
        Frame frame = peer.read();
        while (frame.opcode() == TEXT) {
            frame = peer.read();
        }
        return frame.closeCode();
    }

    private static String send(String text) {
        return "{\"type\":\"send\",\"text\":\"" + text + "\"}";
    }

    private static JsonNode json(byte[] utf8) {
        return new JsonMapper().readTree(utf8);
    }

    private static byte[] deflated(String text) {
        return deflated(text.getBytes(UTF_8));
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length + 100];
        int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, size - 4);
    }

    private static byte[] inflated(byte[] payload) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        byte[] whole = Arrays.copyOf(payload, payload.length + 4);
        whole[whole.length - 2] = (byte) 0xFF;
        whole[whole.length - 1] = (byte) 0xFF;
        inflater.setInput(whole);
        byte[] out = new byte[100_000];
        int size = inflater.inflate(out);
        inflater.end();
        return Arrays.copyOf(out, size);
    }
}
