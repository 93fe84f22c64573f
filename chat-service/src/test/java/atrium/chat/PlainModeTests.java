package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import atrium.chat.WebSocketPeer.Frame;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** As the chat example of gorilla/websocket, plus what a hostile or careless client meets. */
@RunningChat
class PlainModeTests {

    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"hello", " two\nlines ", "你好，世界 🎥", "{\"type\":\"send\"}", "\u0000"})
    void a_text_reaches_everyone_verbatim_the_sender_included(String text) {
        try (var alice = WebSocketPeer.plain(port, "/ws/verbatim");
                var bob = WebSocketPeer.plain(port, "/ws/verbatim")) {
            exchange(alice, bob);

            alice.say(text);

            assertThat(alice.text()).isEqualTo(text);
            assertThat(bob.text()).isEqualTo(text);
        }
    }

    /** Nothing else tells a plain member that it is in. */
    @RepeatedTest(100)
    void who_has_read_the_answer_to_the_upgrade_is_in_the_room(RepetitionInfo repetition) {
        String room = "/ws/at-once-" + repetition.getCurrentRepetition();
        try (var talker = WebSocketPeer.plain(port, room);
                var listener = WebSocketPeer.plain(port, room)) {
            talker.say("at once");

            assertThat(listener.text()).isEqualTo("at once");
        }
    }

    @Test
    void no_room_in_the_path_is_the_lobby_and_rooms_hear_nothing_of_each_other() {
        try (var lobby = WebSocketPeer.plain(port, "/ws");
                var named = WebSocketPeer.plain(port, "/ws/lobby");
                var other = WebSocketPeer.plain(port, "/ws/elsewhere")) {
            exchange(lobby, named);
            exchange(other, other);

            lobby.say("in the lobby");
            other.say("elsewhere");

            assertThat(named.text()).isEqualTo("in the lobby");
            assertThat(other.text()).isEqualTo("elsewhere");
        }
    }

    @Test
    void a_room_name_may_be_of_any_script_and_is_the_same_composed_or_not() {
        try (var composed = WebSocketPeer.plain(port, "/ws/caf%C3%A9-%E6%88%BF%E9%97%B4");
                var decomposed = WebSocketPeer.plain(port, "/ws/cafe%CC%81-%E6%88%BF%E9%97%B4")) {
            exchange(composed, decomposed);
        }
    }

    @Test
    void fragments_with_a_ping_between_them_are_one_message() {
        try (var alice = WebSocketPeer.plain(port, "/ws/fragments")) {
            byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
            alice.send(WebSocketPeer.TEXT, new byte[] {'a', euro[0]});
            alice.send(WebSocketPeer.FIN | WebSocketPeer.PING, new byte[] {1, 2});
            alice.send(0, new byte[] {euro[1]});
            alice.send(WebSocketPeer.FIN, new byte[] {euro[2], 'b'});

            Frame pong = alice.read();
            assertThat(pong.opcode()).isEqualTo(WebSocketPeer.PONG);
            assertThat(pong.payload()).containsExactly(1, 2);
            assertThat(alice.text()).isEqualTo("a€b");
        }
    }

    @Test
    void a_message_of_the_largest_size_passes_and_one_byte_more_closes_with_1009() {
        try (var alice = WebSocketPeer.plain(port, "/ws/large")) {
            alice.say("x".repeat(4096));
            assertThat(alice.text()).hasSize(4096);

            alice.say("x".repeat(4097));

            assertThat(alice.read().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void fragments_that_together_are_too_large_close_with_1009() {
        try (var alice = WebSocketPeer.plain(port, "/ws/large")) {
            alice.send(WebSocketPeer.TEXT, new byte[4096]);
            alice.send(0, new byte[1]);

            assertThat(alice.read().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void what_is_not_utf_8_closes_with_1007() {
        try (var alice = WebSocketPeer.plain(port, "/ws/utf8")) {
            alice.send(WebSocketPeer.FIN | WebSocketPeer.TEXT, new byte[] {'a', (byte) 0xC0, (byte) 0x80});

            assertThat(alice.read().closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void binary_closes_with_1003_and_a_reserved_bit_with_1002() {
        try (var binary = WebSocketPeer.plain(port, "/ws/odd");
                var reserved = WebSocketPeer.plain(port, "/ws/odd")) {
            binary.send(WebSocketPeer.FIN | WebSocketPeer.BINARY, new byte[] {1});
            reserved.send(WebSocketPeer.FIN | 0x40 | WebSocketPeer.TEXT, new byte[] {'a'});

            assertThat(binary.read().closeCode()).isEqualTo(1003);
            assertThat(reserved.read().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void a_close_is_answered_with_its_code_and_the_connection_ends() {
        try (var alice = WebSocketPeer.plain(port, "/ws/bye")) {
            alice.send(WebSocketPeer.FIN | WebSocketPeer.CLOSE, new byte[] {0x03, (byte) 0xE8});

            assertThat(alice.read().closeCode()).isEqualTo(1000);
            assertThat(alice.ended()).isTrue();
        }
    }

    @Test
    void over_the_rate_messages_come_later_but_none_is_lost() {
        try (var alice = WebSocketPeer.plain(port, "/ws/hasty")) {
            long start = System.nanoTime();
            for (int i = 0; i < 25; i++) {
                alice.say("m" + i);
            }
            for (int i = 0; i < 25; i++) {
                assertThat(alice.text()).isEqualTo("m" + i);
            }
            // 20 at once, then one each 100 ms.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void what_follows_a_close_is_not_heard() {
        try (var alice = WebSocketPeer.plain(port, "/ws/after");
                var bob = WebSocketPeer.plain(port, "/ws/after")) {
            exchange(alice, bob);
            alice.send(WebSocketPeer.FIN | WebSocketPeer.CLOSE, new byte[0]);
            alice.read();

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            alice.say("still here");
                        }
                        alice.read();
                    })
                    .isInstanceOf(UncheckedIOException.class);
            bob.say("alone");
            assertThat(bob.text()).isEqualTo("alone");
        }
    }

    /** Proves that both are seated before a test looks at what they hear. */
    private static void exchange(WebSocketPeer one, WebSocketPeer other) {
        one.say("first");
        hearUpTo("first", one);
        other.say("ready");
        hearUpTo("ready", other);
        if (one != other) {
            hearUpTo("ready", one);
        }
    }

    private static void hearUpTo(String last, WebSocketPeer peer) {
        while (!peer.text().equals(last)) {
            // one that was seated early hears more
        }
    }
}
