package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import atrium.platform.netty.NettyServer;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Danmaku over TCP, beside the other ways into a room. */
@RunningChat
class DanmakuTests {

    @LocalServerPort
    private int port;

    @Autowired
    private NettyServer server;

    @Autowired
    private Live<ChatProperties> properties;

    @Autowired
    private MeterRegistry meters;

    private ChatProperties before;

    @BeforeEach
    void remember() {
        before = properties.get();
    }

    @AfterEach
    void restore() {
        properties.replace(before);
    }

    @Test
    void a_login_is_answered_with_who_one_is() {
        try (var alice = DanmakuPeer.connect(server.port())) {
            alice.say("type@=loginreq/roomid@=1/username@=Al@Sice/");

            String answer = alice.read();
            assertThat(answer).startsWith("type@=loginres/userid@=").contains("/username@=Al@Sice/");

            alice.say("type@=loginreq/username@=Mallory/");
            assertThat(alice.read()).isEqualTo(answer);
        }
    }

    @Test
    void who_gives_no_name_is_a_guest() {
        try (var alice = DanmakuPeer.connect(server.port())) {
            alice.say("type@=loginreq/roomid@=1/");

            String answer = alice.read();
            assertThat(DanmakuPeer.field(answer, "username"))
                    .isEqualTo("guest-" + DanmakuPeer.field(answer, "userid").substring(0, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "1/2@3", "@S@A", "你好，世界 🎥", "type@=logout/"})
    void a_chatmsg_reaches_everybody_the_sender_included(String text) {
        String escaped = text.replace("@", "@A").replace("/", "@S");
        try (var alice = DanmakuPeer.in(server.port(), "said", "Alice");
                var bob = DanmakuPeer.in(server.port(), "said", "Bob")) {
            exchange(alice, bob);

            alice.say("type@=chatmsg/txt@=" + escaped + "/");

            assertThat(alice.txt()).isEqualTo(escaped);
            String heard = bob.read();
            assertThat(DanmakuPeer.field(heard, "txt")).isEqualTo(escaped);
            assertThat(DanmakuPeer.field(heard, "nn")).isEqualTo("Alice");
            assertThat(DanmakuPeer.field(heard, "rid")).isEqualTo("said");
            assertThat(DanmakuPeer.field(heard, "cid")).isNotEmpty();
        }
    }

    @Test
    void what_is_sent_here_is_a_danmaku_in_json_mode_and_its_text_in_plain_mode() {
        try (var danmaku = DanmakuPeer.in(server.port(), "bridge", "Dan");
                var json = WebSocketPeer.json(port, "/ws/bridge");
                var plain = WebSocketPeer.plain(port, "/ws/bridge")) {
            json.json("welcome");
            awaitMembers("bridge", 3);

            danmaku.say("type@=chatmsg/txt@=over TCP/col@=2/");

            JsonNode message = json.json("message");
            assertThat(message.path("kind").asString()).isEqualTo("danmaku");
            assertThat(message.path("text").asString()).isEqualTo("over TCP");
            assertThat(message.path("style").path("color").asString()).isEqualTo("#1e87f0");
            assertThat(message.path("from").path("name").asString()).isEqualTo("Dan");
            assertThat(plain.text()).isEqualTo("over TCP");
        }
    }

    @Test
    void what_is_sent_elsewhere_is_a_chatmsg_here_of_whatever_kind() {
        try (var danmaku = DanmakuPeer.in(server.port(), "back", "Dan");
                var json = WebSocketPeer.json(port, "/ws/back?name=Jay")) {
            json.json("welcome");
            awaitMembers("back", 2);

            json.say("{\"type\":\"send\",\"text\":\"a text\"}");
            json.say("{\"type\":\"send\",\"kind\":\"danmaku\",\"text\":\"red\",\"style\":{\"color\":\"#FF0000\"}}");
            json.say("{\"type\":\"send\",\"kind\":\"file\",\"text\":\"a file\",\"file\":\"f1\"}");

            assertThat(danmaku.read()).contains("/nn@=Jay/txt@=a text/").doesNotContain("col@=");
            assertThat(danmaku.read()).contains("/txt@=red/").endsWith("/col@=1/");
            assertThat(danmaku.read()).contains("/txt@=a file/");
        }
    }

    @Test
    void another_joingroup_is_another_room() {
        try (var alice = DanmakuPeer.in(server.port(), "first", "Alice");
                var first = DanmakuPeer.in(server.port(), "first", "Bob");
                var second = DanmakuPeer.in(server.port(), "second", "Carol")) {
            exchange(alice, first);
            alice.say("type@=joingroup/rid@=second/");
            alice.say("type@=mrkl/");
            assertThat(alice.read()).isEqualTo("type@=mrkl/");
            exchange(alice, second);

            first.say("type@=chatmsg/txt@=alone/");
            assertThat(first.txt()).isEqualTo("alone");
            second.say("type@=chatmsg/txt@=together/");
            String heard = alice.read();
            assertThat(DanmakuPeer.field(heard, "txt")).isEqualTo("together");
            assertThat(DanmakuPeer.field(heard, "rid")).isEqualTo("second");
            awaitMembers("first", 1);
        }
    }

    @Test
    void signs_of_life_are_answered_and_a_logout_is_the_end() {
        try (var alice = DanmakuPeer.in(server.port(), "alive", "Alice")) {
            alice.say("type@=mrkl/");
            alice.say("type@=keeplive/tick@=1439802131/");
            assertThat(alice.read()).isEqualTo("type@=mrkl/");
            assertThat(alice.read()).isEqualTo("type@=keeplive/tick@=1439802131/");
            awaitMembers("alive", 1);

            alice.say("type@=logout/");

            assertThat(alice.ended()).isTrue();
            awaitMembers("alive", 0);
        }
    }

    @Test
    void what_comes_too_early_or_is_wrong_is_an_error_and_the_connection_stays() {
        try (var alice = DanmakuPeer.connect(server.port())) {
            alice.say("type@=chatmsg/txt@=too early/");
            assertThat(alice.read()).startsWith("type@=error/code@=invalid/detail@=chatmsg:");
            alice.say("type@=joingroup/rid@=early/");
            assertThat(alice.read()).startsWith("type@=error/code@=invalid/detail@=joingroup:");
            alice.say("type@=loginreq/");
            assertThat(alice.read()).startsWith("type@=loginres/");
            alice.say("type@=joingroup/rid@=a b/");
            assertThat(alice.read()).startsWith("type@=error/code@=room_name/");
            alice.say("type@=gift/");
            assertThat(alice.read()).startsWith("type@=error/code@=unknown_type/");
            alice.say("type@=joingroup/rid@=early/");
            alice.say("type@=chatmsg/txt@=" + "x".repeat(4097) + "/");
            assertThat(alice.read())
                    .isEqualTo("type@=error/code@=too_large/detail@=txt: 4097 bytes (expected: at most 4096)/");
            alice.say("type@=chatmsg/txt@=" + "@A".repeat(4096) + "/");
            assertThat(alice.txt()).isEqualTo("@A".repeat(4096));
        }
    }

    @Test
    void over_the_rate_a_chatmsg_is_an_error_and_not_said() {
        try (var alice = DanmakuPeer.in(server.port(), "hasty", "Alice")) {
            for (int i = 0; i < 40; i++) {
                alice.say("type@=chatmsg/txt@=m" + i + "/");
            }
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                refused += alice.read().startsWith("type@=error/code@=rate_limited/") ? 1 : 0;
            }
            assertThat(refused).isBetween(10, 24);
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                alice.say("type@=mrkl/");
                return alice.read().equals("type@=mrkl/");
            });
        }
    }

    @Test
    void a_full_room_is_said_and_the_end() {
        properties.replace(Settings.members(properties.get(), 1));
        try (var first = DanmakuPeer.in(server.port(), "full", "Alice")) {
            awaitMembers("full", 1);
            try (var second = DanmakuPeer.connect(server.port())) {
                second.say("type@=loginreq/");
                second.say("type@=joingroup/rid@=full/");
                assertThat(second.read()).startsWith("type@=loginres/");
                assertThat(second.read()).isEqualTo("type@=error/code@=room_full/detail@=room full/");
                assertThat(second.ended()).isTrue();
            }
            first.say("type@=mrkl/");
            assertThat(first.read()).isEqualTo("type@=mrkl/");
        }
    }

    @Test
    void who_does_not_read_is_closed_and_nobody_waits_for_it() {
        properties.replace(Settings.queue(Settings.unlimitedRate(properties.get()), DataSize.ofKilobytes(64)));
        double closedBefore = slowClosed();
        String padding = "x".repeat(4000);
        try (var slow = DanmakuPeer.narrow(server.port());
                var fast = WebSocketPeer.plain(port, "/ws/slowdan")) {
            slow.enter("slowdan", "Slow");
            awaitMembers("slowdan", 2);
            int sent = 0;
            while (slowClosed() == closedBefore) {
                assertThat(sent).as("messages until the slow one is closed").isLessThan(20_000);
                fast.say(sent + ":" + padding);
                assertThat(fast.text()).startsWith(sent + ":");
                sent++;
            }
            int received = 0;
            String text = slow.read();
            while (text.startsWith("type@=chatmsg/")) {
                assertThat(DanmakuPeer.field(text, "txt")).startsWith(received + ":");
                received++;
                text = slow.read();
            }
            assertThat(text).isEqualTo("type@=error/code@=slow_consumer/detail@=slow consumer/");
            assertThat(slow.ended()).isTrue();
        }
    }

    @Test
    void a_message_that_dribbles_in_is_heard() {
        try (var alice = DanmakuPeer.in(server.port(), "dribble", "Alice")) {
            for (byte b : DanmakuPeer.frame("type@=chatmsg/txt@=drip/")) {
                alice.send(new byte[] {b});
            }
            assertThat(alice.txt()).isEqualTo("drip");
        }
    }

    @Test
    void frames_in_one_packet_are_all_heard() {
        try (var alice = DanmakuPeer.connect(server.port())) {
            String all = "type@=loginreq/|type@=joingroup/rid@=packet/|type@=chatmsg/txt@=1/|type@=chatmsg/txt@=2/";
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            for (String text : all.split("\\|")) {
                packet.writeBytes(DanmakuPeer.frame(text));
            }
            alice.send(packet.toByteArray());

            assertThat(alice.read()).startsWith("type@=loginres/");
            assertThat(alice.txt()).isEqualTo("1");
            assertThat(alice.txt()).isEqualTo("2");
        }
    }

    /** Lengths that differ, that are too short, of 4 GiB; the first words of HTTP and of TLS. */
    @ParameterizedTest
    @ValueSource(strings = {"1400000015000000", "08000000", "ffffffff", "474554202f20485454502f31", "160301020001"})
    void what_is_no_frame_is_an_error_the_end_and_counted(String hex) {
        double errorsBefore =
                meters.get("atrium.chat.protocol.errors").counter().count();
        try (var alice = DanmakuPeer.in(server.port(), "hostile", "Alice");
                var mallory = DanmakuPeer.in(server.port(), "hostile", "Mallory")) {
            exchange(alice, mallory);
            mallory.send(HexFormat.of().parseHex(hex + "00".repeat(12)));

            assertThat(mallory.read()).startsWith("type@=error/code@=");
            assertThat(mallory.ended()).isTrue();
            alice.say("type@=chatmsg/txt@=still here/");
            assertThat(alice.txt()).isEqualTo("still here");
        }
        assertThat(meters.get("atrium.chat.protocol.errors").counter().count()).isEqualTo(errorsBefore + 1);
    }

    private double slowClosed() {
        return meters.get("atrium.chat.slow.closed").counter().count();
    }

    private void awaitMembers(String room, int members) {
        try (var watcher = new RestPeer(port)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> watcher.members(room) == members);
        }
    }

    /** Proves that both are seated before a test looks at what they hear. */
    private static void exchange(DanmakuPeer one, DanmakuPeer other) {
        other.say("type@=chatmsg/txt@=ready/");
        assertThat(other.txt()).isEqualTo("ready");
        assertThat(one.txt()).isEqualTo("ready");
    }
}
