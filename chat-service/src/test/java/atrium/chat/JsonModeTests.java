package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@RunningChat
class JsonModeTests {

    @LocalServerPort
    private int port;

    @Test
    void the_subprotocol_is_chosen_and_the_welcome_comes_first() {
        try (var alice = WebSocketPeer.json(port, "/ws/welcome?name=%20Al%07ice%20")) {
            assertThat(alice.handshake()).startsWith("HTTP/1.1 101").containsIgnoringCase("protocol: atrium.chat.v1");

            JsonNode welcome = alice.json();

            assertThat(welcome.path("type").asString()).isEqualTo("welcome");
            assertThat(welcome.path("room").asString()).isEqualTo("welcome");
            assertThat(welcome.path("self").path("name").asString()).isEqualTo("Alice");
            assertThat(welcome.path("self").path("id").asString()).isNotEmpty();
            assertThat(welcome.path("self").path("roles").isArray()).isTrue();
            assertThat(welcome.path("epoch").asString()).isNotEmpty();
            assertThat(welcome.path("offset").asLong()).isZero();
            assertThat(welcome.path("members").asInt()).isEqualTo(1);
            assertThat(welcome.path("history")).isEmpty();
            assertThat(welcome.path("recovered").asBoolean()).isFalse();
        }
    }

    @Test
    void who_gives_no_name_is_a_guest() {
        try (var alice = WebSocketPeer.json(port, "/ws/guests")) {
            JsonNode self = alice.json().path("self");
            assertThat(self.path("name").asString())
                    .isEqualTo("guest-" + self.path("id").asString().substring(0, 4));
        }
    }

    @Test
    void a_send_is_acknowledged_and_everybody_gets_the_message() {
        try (var alice = WebSocketPeer.json(port, "/ws/send?name=Alice");
                var bob = WebSocketPeer.json(port, "/ws/send?name=Bob")) {
            String id = alice.json().path("self").path("id").asString();
            bob.json();

            alice.say("""
                    {"type":"send","text":"hi \\"all\\"","ref":"r1"}""");

            JsonNode ack = alice.json("ack");
            assertThat(ack.path("ref").asString()).isEqualTo("r1");
            assertThat(ack.path("offset").asLong()).isEqualTo(1);
            for (WebSocketPeer peer : new WebSocketPeer[] {alice, bob}) {
                JsonNode message = peer.json("message");
                assertThat(message.path("offset").asLong()).isEqualTo(1);
                assertThat(message.path("text").asString()).isEqualTo("hi \"all\"");
                assertThat(message.path("kind").asString()).isEqualTo("text");
                assertThat(message.path("from").path("id").asString()).isEqualTo(id);
                assertThat(message.path("from").path("name").asString()).isEqualTo("Alice");
                assertThat(message.path("id").asString()).isNotEmpty();
                assertThat(Instant.parse(message.path("at").asString())).isBeforeOrEqualTo(Instant.now());
                assertThat(message.has("style")).isFalse();
                assertThat(message.has("file")).isFalse();
            }
        }
    }

    @Test
    void a_danmaku_keeps_its_style_and_a_file_its_id() {
        try (var alice = WebSocketPeer.json(port, "/ws/kinds")) {
            alice.say("""
                    {"type":"send","text":"wow","kind":"danmaku","style":{"color":"#ff0000","mode":"top","size":24}}""");
            alice.say("""
                    {"type":"send","kind":"file","file":"abc-123"}""");

            JsonNode danmaku = alice.json("message");
            assertThat(danmaku.path("kind").asString()).isEqualTo("danmaku");
            assertThat(danmaku.path("style").toString())
                    .isEqualTo("{\"color\":\"#ff0000\",\"mode\":\"top\",\"size\":24}");
            JsonNode file = alice.json("message");
            assertThat(file.path("kind").asString()).isEqualTo("file");
            assertThat(file.path("file").asString()).isEqualTo("abc-123");
            assertThat(file.path("text").asString()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    not json                                | malformed
                    []                                      | malformed
                    {"type":"dance"}                        | unknown_type
                    {"type":"send","text":""}               | invalid
                    {"type":"send","text":"a","kind":"x"}   | invalid
                    {"type":"resume"}                       | invalid
                    """)
    void what_is_wrong_is_answered_and_the_connection_stays(String sent, String code) {
        try (var alice = WebSocketPeer.json(port, "/ws/errors")) {
            alice.say(sent);

            JsonNode error = alice.json("error");
            assertThat(error.path("code").asString()).isEqualTo(code);
            assertThat(error.path("detail").asString()).isNotEmpty();
            alice.say("{\"type\":\"ping\"}");
            assertThat(alice.json("pong")).isNotNull();
        }
    }

    @Test
    void a_text_that_is_too_large_is_refused_with_its_ref() {
        try (var alice = WebSocketPeer.json(port, "/ws/errors")) {
            alice.say("{\"type\":\"send\",\"ref\":\"big\",\"text\":\"" + "é".repeat(2049) + "\"}");

            JsonNode error = alice.json("error");
            assertThat(error.path("code").asString()).isEqualTo("too_large");
            assertThat(error.path("ref").asString()).isEqualTo("big");
        }
    }

    @Test
    void a_frame_that_no_message_can_need_closes_with_1009_and_binary_with_1003() {
        try (var large = WebSocketPeer.json(port, "/ws/errors");
                var binary = WebSocketPeer.json(port, "/ws/errors")) {
            large.json("welcome");
            binary.json("welcome");
            large.say("x".repeat(64 * 1024));
            binary.send(WebSocketPeer.FIN | WebSocketPeer.BINARY, new byte[] {1});

            assertThat(closeCode(large)).isEqualTo(1009);
            assertThat(closeCode(binary)).isEqualTo(1003);
        }
    }

    @Test
    void over_the_rate_messages_are_refused_and_the_connection_stays() {
        try (var alice = WebSocketPeer.json(port, "/ws/hasty-json")) {
            alice.json("welcome");
            for (int i = 0; i < 30; i++) {
                alice.say("{\"type\":\"send\",\"text\":\"m\",\"ref\":\"" + i + "\"}");
            }

            JsonNode error = alice.json("error");
            assertThat(error.path("code").asString()).isEqualTo("rate_limited");
            assertThat(error.path("ref").asInt()).isGreaterThanOrEqualTo(20);
            alice.say("{\"type\":\"ping\"}");
            assertThat(alice.json("error").path("code").asString()).isEqualTo("rate_limited");
        }
    }

    @Test
    void comings_and_goings_are_told() {
        try (var alice = WebSocketPeer.json(port, "/ws/presence?name=Alice")) {
            alice.json("welcome");
            alice.json("presence");
            try (var bob = WebSocketPeer.json(port, "/ws/presence?name=Bob")) {
                JsonNode came = alice.json("presence");
                assertThat(came.path("members").asInt()).isEqualTo(2);
                assertThat(came.path("joined").path(0).path("name").asString()).isEqualTo("Bob");
                bob.json("presence");
            }
            JsonNode went = alice.json("presence");
            assertThat(went.path("members").asInt()).isEqualTo(1);
            assertThat(went.path("left").path(0).path("name").asString()).isEqualTo("Bob");
        }
    }

    @Test
    void a_new_member_is_told_the_newest_fifty() {
        try (var plain = WebSocketPeer.plain(port, "/ws/told")) {
            IntStream.rangeClosed(1, 60).forEach(i -> {
                plain.say("m" + i);
                assertThat(plain.text()).isEqualTo("m" + i);
            });
            try (var alice = WebSocketPeer.json(port, "/ws/told")) {
                JsonNode welcome = alice.json("welcome");
                assertThat(welcome.path("offset").asLong()).isEqualTo(60);
                assertThat(welcome.path("history")).hasSize(50);
                assertThat(welcome.path("history").path(0).path("text").asString())
                        .isEqualTo("m11");
                assertThat(welcome.path("history").path(49).path("offset").asLong())
                        .isEqualTo(60);
            }
        }
    }

    @Test
    void plain_and_json_members_hear_each_other() {
        try (var plain = WebSocketPeer.plain(port, "/ws/mixed?name=Old");
                var alice = WebSocketPeer.json(port, "/ws/mixed")) {
            alice.json("welcome");
            alice.say("{\"type\":\"send\",\"text\":\"from json\"}");
            assertThat(plain.text()).isEqualTo("from json");

            plain.say("from plain");
            assertThat(plain.text()).isEqualTo("from plain");
            alice.json("message");
            JsonNode message = alice.json("message");
            assertThat(message.path("text").asString()).isEqualTo("from plain");
            assertThat(message.path("from").path("name").asString()).isEqualTo("Old");
        }
    }

    @Test
    void a_resume_of_another_epoch_or_of_what_never_was_says_so() {
        try (var alice = WebSocketPeer.json(port, "/ws/lost")) {
            JsonNode welcome = alice.json("welcome");
            alice.say("{\"type\":\"resume\",\"epoch\":\"another\",\"offset\":0}");
            assertThat(alice.json("welcome").path("recovered").asBoolean()).isFalse();

            alice.say("{\"type\":\"resume\",\"epoch\":\"%s\",\"offset\":7}"
                    .formatted(welcome.path("epoch").asString()));
            assertThat(alice.json("welcome").path("recovered").asBoolean()).isFalse();

            alice.say("{\"type\":\"resume\",\"epoch\":\"%s\",\"offset\":0}"
                    .formatted(welcome.path("epoch").asString()));
            assertThat(alice.json("welcome").path("recovered").asBoolean()).isTrue();
        }
    }

    private static int closeCode(WebSocketPeer peer) {
        while (true) {
            var frame = peer.read();
            if (frame.opcode() == WebSocketPeer.CLOSE) {
                return frame.closeCode();
            }
        }
    }
}
