package atrium.chat;

import static atrium.chat.WebSocketPeer.BINARY;
import static atrium.chat.WebSocketPeer.CLOSE;
import static atrium.chat.WebSocketPeer.FIN;
import static atrium.chat.WebSocketPeer.PING;
import static atrium.chat.WebSocketPeer.PONG;
import static atrium.chat.WebSocketPeer.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.WebSocketPeer.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * The case categories of the Autobahn test suite, against plain mode, which echoes. Numbers in names are that suite's.
 * Where chat differs by its own protocol, the test says so: an empty text is ignored, binary is refused.
 */
@RunningChat
@TestPropertySource(
        properties = {
            "atrium.chat.limits.message=64KB",
            "atrium.chat.limits.rate=1000000",
            "atrium.chat.limits.burst=1000000"
        })
class WebSocketConformanceTests {

    private static final byte[] NOTHING = {};
    private static final int CONTINUATION = 0;

    @LocalServerPort
    private int port;

    // 1: framing

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 127, 128, 65_535, 65_536})
    void case_1_1_a_text_of_every_length_form_comes_back(int length) {
        try (var peer = open()) {
            peer.say("*".repeat(length));
            assertThat(peer.text()).isEqualTo("*".repeat(length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 997})
    void case_1_1_8_it_does_not_matter_how_tcp_cuts_the_bytes(int chop) {
        try (var peer = open()) {
            String text = "*".repeat(chop == 997 ? 65_536 : 300);
            chopped(peer, WebSocketPeer.frame(FIN | TEXT, text.getBytes(UTF_8)), chop);
            assertThat(peer.text()).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_536})
    void case_1_2_binary_is_not_spoken_here(int length) {
        expectClose(1003, WebSocketPeer.frame(FIN | BINARY, new byte[length]));
    }

    @Test
    void a_frame_that_is_not_masked_is_an_error() {
        expectClose(1002, new byte[] {(byte) (FIN | TEXT), 2, 'h', 'i'});
    }

    @Test
    void a_length_that_needs_64_bits_and_has_the_highest_one_is_an_error() {
        expectClose(1002, HexFormat.of().parseHex("81ff" + "ffffffffffffffff" + "11223344"));
    }

    @Test
    void a_length_in_a_longer_form_than_it_needs_is_an_error() {
        expectClose(1002, HexFormat.of().parseHex("81fe" + "0001" + "00000000" + "61"));
    }

    // 2: pings and pongs

    @ParameterizedTest
    @ValueSource(strings = {"", "48656c6c6f", "00fffefdfcfb00ff"})
    void case_2_1_to_2_3_a_ping_is_answered_with_its_payload(String payload) {
        try (var peer = open()) {
            peer.send(FIN | PING, HexFormat.of().parseHex(payload));
            assertPong(peer, HexFormat.of().parseHex(payload));
        }
    }

    @Test
    void case_2_4_and_2_6_a_ping_of_125_bytes_may_come_byte_by_byte() {
        try (var peer = open()) {
            chopped(peer, WebSocketPeer.frame(FIN | PING, new byte[125]), 1);
            assertPong(peer, new byte[125]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void case_2_5_a_control_frame_of_126_bytes_is_an_error(int opcode) {
        expectClose(1002, WebSocketPeer.frame(FIN | opcode, new byte[126]));
    }

    @Test
    void case_2_7_to_2_9_a_pong_that_nobody_asked_for_is_ignored() {
        try (var peer = open()) {
            peer.send(FIN | PONG, NOTHING);
            peer.send(FIN | PONG, new byte[] {1, 2});
            peer.send(FIN | PING, new byte[] {3});
            assertPong(peer, new byte[] {3});
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void case_2_10_and_2_11_ten_pings_are_answered_in_order(boolean chopped) {
        try (var peer = open()) {
            byte[] pings = concat(IntStream.range(0, 10)
                    .mapToObj(i -> WebSocketPeer.frame(FIN | PING, new byte[] {(byte) i}))
                    .toArray(byte[][]::new));
            chopped(peer, pings, chopped ? 1 : pings.length);
            for (int i = 0; i < 10; i++) {
                assertPong(peer, new byte[] {(byte) i});
            }
        }
    }

    // 3: reserved bits

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 1", "4, 1", "5, 2", "6, 9", "7, 8", "4, 9"})
    void case_3_a_reserved_bit_is_an_error_and_what_came_before_counts(int bits, int opcode) {
        try (var peer = open()) {
            peer.write(concat(text("first"), WebSocketPeer.frame(FIN | bits << 4 | opcode, NOTHING), text("never")));
            assertThat(peer.text()).isEqualTo("first");
            assertThat(peer.read().closeCode()).isEqualTo(1002);
            assertThat(peer.ended()).isTrue();
        }
    }

    // 4: reserved opcodes

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15})
    void case_4_a_reserved_opcode_is_an_error_and_what_came_before_counts(int opcode) {
        try (var peer = open()) {
            peer.write(concat(text("first"), WebSocketPeer.frame(FIN | opcode, "x".getBytes(UTF_8)), ping()));
            assertThat(peer.text()).isEqualTo("first");
            assertThat(peer.read().closeCode()).isEqualTo(1002);
        }
    }

    // 5: fragments

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG, CLOSE})
    void case_5_1_and_5_2_a_fragmented_control_frame_is_an_error(int opcode) {
        expectClose(1002, WebSocketPeer.frame(opcode, NOTHING));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10_000})
    void case_5_3_to_5_5_two_fragments_are_one_text(int chop) {
        try (var peer = open()) {
            chopped(peer, concat(begin("frag"), end("ment")), chop);
            assertThat(peer.text()).isEqualTo("fragment");
        }
    }

    @Test
    void case_5_6_to_5_8_a_ping_between_fragments_is_answered_at_once() {
        try (var peer = open()) {
            peer.write(concat(begin("frag"), ping()));
            assertPong(peer, "p".getBytes(UTF_8));
            peer.write(end("ment"));
            assertThat(peer.text()).isEqualTo("fragment");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CONTINUATION, FIN | CONTINUATION})
    void case_5_9_to_5_14_a_continuation_of_nothing_is_an_error(int firstByte) {
        expectClose(1002, concat(WebSocketPeer.frame(firstByte, "x".getBytes(UTF_8)), text("never")));
    }

    @ParameterizedTest
    @ValueSource(ints = {CONTINUATION, FIN | CONTINUATION})
    void case_5_15_to_5_17_a_continuation_after_the_end_is_an_error(int firstByte) {
        try (var peer = open()) {
            peer.write(concat(begin("frag"), end("ment"), WebSocketPeer.frame(firstByte, NOTHING), text("never")));
            assertThat(peer.text()).isEqualTo("fragment");
            assertThat(peer.read().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void case_5_18_a_text_inside_a_text_is_an_error() {
        expectClose(1002, concat(begin("frag"), text("ment")));
    }

    @Test
    void case_5_19_and_5_20_five_fragments_and_two_pings_are_one_text_and_two_pongs() {
        try (var peer = open()) {
            peer.write(concat(begin("1"), middle("2"), ping(), middle("3"), middle("4"), ping(), end("5")));
            assertPong(peer, "p".getBytes(UTF_8));
            assertPong(peer, "p".getBytes(UTF_8));
            assertThat(peer.text()).isEqualTo("12345");
        }
    }

    // 6: UTF-8

    @Test
    void case_6_1_empty_fragments_are_nothing_and_an_empty_text_is_not_said() {
        try (var peer = open()) {
            peer.write(concat(text(""), begin(""), middle(""), end(""), begin(""), middle("middle"), end("")));
            assertThat(peer.text()).isEqualTo("middle");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121", // 6.2
                "cebae1bdb9cf83cebcceb5", // 6.5
                "00", // 6.6
                "c280",
                "e0a080",
                "f0908080",
                "7f",
                "dfbf",
                "efbfbf",
                "f48fbfbf",
                "ed9fbf", // 6.9
                "ee8080",
                "efbfbd",
                "efbfbe", // 6.22: not a character, and still legal
                "f09fbfbe"
            })
    void case_6_valid_utf_8_comes_back_however_it_is_cut(String hex) {
        byte[] utf8 = HexFormat.of().parseHex(hex);
        try (var peer = open()) {
            peer.send(FIN | TEXT, utf8);
            peer.send(TEXT, NOTHING);
            for (byte octet : utf8) {
                peer.send(CONTINUATION, new byte[] {octet});
            }
            peer.send(FIN | CONTINUATION, NOTHING);
            assertThat(peer.read().payload()).isEqualTo(utf8);
            assertThat(peer.read().payload()).isEqualTo(utf8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cebae1bdb9cf83cebcceb5eda080656469746564", // 6.3
                "cebae1bdb9cf83cebcceb5f4908080656469746564", // 6.4
                "cebae1", // 6.6: cut short
                "f8888080", // 6.8: five and six bytes
                "fc8480808080",
                "f7bfbfbf", // 6.10
                "f4908080",
                "80", // 6.12: a continuation of nothing
                "bf",
                "80bf80bf80bf",
                "c020", // 6.13
                "e020",
                "f020",
                "c0", // 6.14
                "dfbfdf",
                "fe", // 6.16
                "ff",
                "c0af", // 6.17: longer than needed
                "e080af",
                "f08080af",
                "c1bf", // 6.18
                "e09fbf",
                "f08fbfbf",
                "eda080", // 6.20: surrogates
                "edbfbf",
                "eda080edb080"
            })
    void case_6_invalid_utf_8_is_an_error_whole_or_in_fragments(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        expectClose(1007, WebSocketPeer.frame(FIN | TEXT, bytes));
        byte[][] octets = IntStream.range(0, bytes.length)
                .mapToObj(i -> WebSocketPeer.frame(
                        (i == bytes.length - 1 ? FIN : 0) | (i == 0 ? TEXT : CONTINUATION), new byte[] {bytes[i]}))
                .toArray(byte[][]::new);
        expectClose(1007, concat(octets));
    }

    // 7: the end

    @Test
    void case_7_1_1_what_was_said_before_the_close_is_heard() {
        try (var peer = open()) {
            peer.write(concat(text("last"), close(1000, "")));
            assertThat(peer.text()).isEqualTo("last");
            assertThat(peer.read().closeCode()).isEqualTo(1000);
            assertThat(peer.ended()).isTrue();
        }
    }

    @Test
    void case_7_1_2_to_7_1_5_after_a_close_nothing_counts() {
        for (byte[] afterwards : List.of(close(1000, ""), ping(), text("never"), end("ment"))) {
            try (var peer = open()) {
                peer.write(concat(begin("frag"), close(1000, ""), afterwards));
                assertThat(peer.read().closeCode()).isEqualTo(1000);
                assertThat(peer.ended()).isTrue();
            }
        }
    }

    @Test
    void case_7_3_1_a_close_without_a_code_is_answered_without_one() {
        try (var peer = open()) {
            peer.send(FIN | CLOSE, NOTHING);
            Frame answer = peer.read();
            assertThat(answer.opcode()).isEqualTo(CLOSE);
            assertThat(answer.payload()).isEmpty();
            assertThat(peer.ended()).isTrue();
        }
    }

    @Test
    void case_7_3_2_a_close_of_one_byte_is_an_error() {
        expectClose(1002, WebSocketPeer.frame(FIN | CLOSE, new byte[] {3}));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 123})
    void case_7_3_3_to_7_3_5_a_close_may_have_a_reason_of_123_bytes(int length) {
        expectClose(1000, close(1000, "*".repeat(length)));
    }

    @Test
    void case_7_3_6_a_reason_of_124_bytes_is_an_error() {
        expectClose(1002, close(1000, "*".repeat(124)));
    }

    @Test
    void case_7_5_1_a_reason_that_is_not_utf_8_is_an_error() {
        expectClose(1007, WebSocketPeer.frame(FIN | CLOSE, new byte[] {3, (byte) 0xE8, (byte) 0xC0, (byte) 0x80}));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999})
    void case_7_7_a_code_that_may_be_sent_is_answered(int code) {
        expectClose(code, close(code, "why"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999})
    void case_7_9_a_code_that_may_not_be_sent_is_an_error(int code) {
        expectClose(1002, close(code, "why"));
    }

    // 9: limits

    @Test
    void case_9_a_text_at_the_limit_may_come_in_fragments_and_one_byte_more_is_too_much() {
        try (var peer = open()) {
            byte[] half = new byte[32_768];
            Arrays.fill(half, (byte) '*');
            peer.send(TEXT, half);
            peer.send(FIN | CONTINUATION, half);
            assertThat(peer.text()).hasSize(65_536);

            peer.send(TEXT, half);
            peer.send(CONTINUATION, half);
            peer.send(FIN | CONTINUATION, new byte[] {'*'});
            assertThat(peer.read().closeCode()).isEqualTo(1009);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"81ff0000000000010001", "81ff0000000100000000", "81ff7fffffffffffffff"})
    void case_9_a_frame_over_the_limit_is_refused_by_its_header(String header) {
        expectClose(1009, HexFormat.of().parseHex(header + "11223344"));
    }

    private WebSocketPeer open() {
        var peer = WebSocketPeer.plain(port, "/ws/" + Thread.currentThread().threadId() + "-" + System.nanoTime());
        assertThat(peer.handshake()).startsWith("HTTP/1.1 101");
        return peer;
    }

    private void expectClose(int code, byte[] bytes) {
        try (var peer = open()) {
            peer.write(bytes);
            assertThat(peer.read().closeCode()).isEqualTo(code);
        }
    }

    private static void assertPong(WebSocketPeer peer, byte[] payload) {
        Frame pong = peer.read();
        assertThat(pong.opcode()).isEqualTo(PONG);
        assertThat(pong.payload()).isEqualTo(payload);
    }

    private static void chopped(WebSocketPeer peer, byte[] bytes, int chop) {
        for (int at = 0; at < bytes.length; at += chop) {
            peer.write(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chop)));
        }
    }

    private static byte[] text(String text) {
        return WebSocketPeer.frame(FIN | TEXT, text.getBytes(UTF_8));
    }

    private static byte[] begin(String text) {
        return WebSocketPeer.frame(TEXT, text.getBytes(UTF_8));
    }

    private static byte[] middle(String text) {
        return WebSocketPeer.frame(CONTINUATION, text.getBytes(UTF_8));
    }

    private static byte[] end(String text) {
        return WebSocketPeer.frame(FIN | CONTINUATION, text.getBytes(UTF_8));
    }

    private static byte[] ping() {
        return WebSocketPeer.frame(FIN | PING, "p".getBytes(UTF_8));
    }

    private static byte[] close(int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return WebSocketPeer.frame(
                FIN | CLOSE,
                ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
