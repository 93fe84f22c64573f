package atrium.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.settings.ChatProperties;
import atrium.platform.config.Live;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** Many members, slow members, members that are cut off: everyone sees each message once, in order. */
@RunningChat
class FanoutTests {

    private static final long BOUND_SECONDS = 60;

    @LocalServerPort
    private int port;

    @Autowired
    private Live<ChatProperties> properties;

    @Autowired
    private MeterRegistry meters;

    private ChatProperties before;

    @BeforeEach
    void letMembersSpeakAsFastAsTheyCan() {
        before = properties.get();
        properties.replace(Settings.unlimitedRate(before));
    }

    @AfterEach
    void restore() {
        properties.replace(before);
    }

    @Test
    void two_hundred_members_see_every_message_once_and_in_one_order() throws Exception {
        int members = 200;
        int senders = 10;
        int each = 30;
        List<WebSocketPeer> peers = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < members; i++) {
                peers.add(i % 2 == 0 ? WebSocketPeer.json(port, "/ws/crowd") : WebSocketPeer.plain(port, "/ws/crowd"));
            }
            awaitMembers("crowd", members);
            List<Future<List<String>>> heard = new ArrayList<>();
            for (WebSocketPeer peer : peers) {
                boolean json = peer.handshake().contains(WebSocketPeer.JSON);
                heard.add(readers.submit(() -> json ? texts(peer, senders * each) : lines(peer, senders * each)));
            }
            List<Future<?>> sent = new ArrayList<>();
            for (int s = 0; s < senders; s++) {
                int sender = s;
                sent.add(readers.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        peers.get(2 * sender + 1).say(sender + ":" + i);
                    }
                }));
            }
            for (Future<?> done : sent) {
                done.get(BOUND_SECONDS, TimeUnit.SECONDS);
            }
            List<String> order = heard.getFirst().get(BOUND_SECONDS, TimeUnit.SECONDS);
            assertThat(new HashSet<>(order)).hasSize(senders * each);
            for (int s = 0; s < senders; s++) {
                String prefix = s + ":";
                assertThat(order.stream().filter(text -> text.startsWith(prefix)))
                        .containsExactlyElementsOf(sequence(prefix, each));
            }
            for (Future<List<String>> one : heard) {
                assertThat(one.get(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo(order);
            }
        } finally {
            peers.forEach(WebSocketPeer::close);
        }
    }

    @Test
    void a_member_that_does_not_read_is_closed_with_4008_and_nobody_waits_for_it() {
        properties.replace(Settings.queue(properties.get(), DataSize.ofKilobytes(64)));
        double closedBefore = meters.get("atrium.chat.slow.closed").counter().count();
        String padding = "x".repeat(4000);
        try (var slow = WebSocketPeer.narrow(port, "/ws/slow", null);
                var fast = WebSocketPeer.plain(port, "/ws/slow")) {
            awaitMembers("slow", 2);
            int sent = 0;
            while (meters.get("atrium.chat.slow.closed").counter().count() == closedBefore) {
                assertThat(sent).as("messages until the slow one is closed").isLessThan(20_000);
                fast.say(sent + ":" + padding);
                assertThat(fast.text()).startsWith(sent + ":");
                sent++;
            }
            fast.say("after");
            assertThat(fast.text()).isEqualTo("after");

            int received = 0;
            var frame = slow.read();
            while (frame.opcode() == WebSocketPeer.TEXT) {
                assertThat(frame.text()).startsWith(received + ":");
                received++;
                frame = slow.read();
            }
            assertThat(frame.closeCode()).isEqualTo(4008);
            assertThat(received).isBetween(1, sent);
        }
    }

    @Test
    void a_member_that_is_cut_off_resumes_without_loss_or_doubles() throws Exception {
        List<Long> seen = new ArrayList<>();
        try (var talker = WebSocketPeer.plain(port, "/ws/cuts");
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> talking = executor.submit(talk(talker, 400));
            String epoch = null;
            long last = 0;
            while (last < 400) {
                try (var listener = WebSocketPeer.json(port, "/ws/cuts")) {
                    JsonNode welcome = listener.json("welcome");
                    if (epoch == null) {
                        epoch = welcome.path("epoch").asString();
                    }
                    listener.say("{\"type\":\"resume\",\"epoch\":\"%s\",\"offset\":%d}".formatted(epoch, last));
                    JsonNode resumed = listener.json("welcome");
                    assertThat(resumed.path("recovered").asBoolean()).isTrue();
                    for (JsonNode message : resumed.path("history")) {
                        seen.add(message.path("offset").asLong());
                    }
                    last = resumed.path("offset").asLong();
                    for (int i = 0; i < 40 && last < 400; i++) {
                        last = listener.json("message").path("offset").asLong();
                        seen.add(last);
                    }
                }
            }
            talking.get(BOUND_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(seen).hasSize(400).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_full_room_closes_with_4003_and_a_raised_limit_lets_in() {
        properties.replace(Settings.members(properties.get(), 1));
        try (var first = WebSocketPeer.plain(port, "/ws/full")) {
            awaitMembers("full", 1);
            try (var second = WebSocketPeer.plain(port, "/ws/full")) {
                assertThat(second.read().closeCode()).isEqualTo(4003);
            }
            properties.replace(Settings.members(properties.get(), 2));
            try (var third = WebSocketPeer.plain(port, "/ws/full")) {
                third.say("in");
                assertThat(first.text()).isEqualTo("in");
            }
        }
    }

    @Test
    void a_lowered_message_limit_holds_at_once_for_who_is_connected() {
        try (var alice = WebSocketPeer.plain(port, "/ws/shrinking")) {
            alice.say("x".repeat(1000));
            assertThat(alice.text()).hasSize(1000);

            properties.replace(Settings.message(properties.get(), DataSize.ofBytes(100)));
            alice.say("x".repeat(1000));

            assertThat(alice.read().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void silence_is_answered_with_a_ping_and_then_the_end() {
        properties.replace(Settings.idle(properties.get(), Duration.ofMillis(200)));
        try (var mute = WebSocketPeer.plain(port, "/ws/mute")) {
            assertThat(mute.read().opcode()).isEqualTo(WebSocketPeer.PING);
            mute.send(WebSocketPeer.FIN | WebSocketPeer.PONG, new byte[0]);
            assertThat(mute.read().opcode()).isEqualTo(WebSocketPeer.PING);
            assertThat(mute.ended()).isTrue();
        }
    }

    private void awaitMembers(String room, int members) {
        try (var watcher = new RestPeer(port)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> watcher.members(room) == members);
        }
    }

    private static Callable<Void> talk(WebSocketPeer talker, int messages) {
        return () -> {
            for (int i = 0; i < messages; i++) {
                talker.say("m" + i);
                talker.text();
            }
            return null;
        };
    }

    private static List<String> lines(WebSocketPeer peer, int count) {
        List<String> texts = new ArrayList<>();
        while (texts.size() < count) {
            texts.add(peer.text());
        }
        return texts;
    }

    private static List<String> texts(WebSocketPeer peer, int count) {
        List<String> texts = new ArrayList<>();
        Set<Long> offsets = new HashSet<>();
        while (texts.size() < count) {
            JsonNode message = peer.json("message");
            assertThat(offsets.add(message.path("offset").asLong())).isTrue();
            texts.add(message.path("text").asString());
        }
        return texts;
    }

    private static List<String> sequence(String prefix, int count) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expected.add(prefix + i);
        }
        return expected;
    }
}
