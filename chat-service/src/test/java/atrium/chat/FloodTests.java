package atrium.chat;

import static atrium.chat.WebSocketPeer.FIN;
import static atrium.chat.WebSocketPeer.PING;
import static atrium.chat.WebSocketPeer.PONG;
import static atrium.chat.WebSocketPeer.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import atrium.chat.WebSocketPeer.Frame;
import atrium.chat.room.ChatMeter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Much of what is allowed one at a time. */
@RunningChat
class FloodTests {

    private static final byte[] NOTHING = {};

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @ParameterizedTest
    @ValueSource(ints = {PING, PONG})
    void too_many_control_frames_close_with_1008(int opcode) {
        try (var peer = WebSocketPeer.plain(port, "/ws/pings")) {
            for (int i = 0; i < 200; i++) {
                peer.send(FIN | opcode, NOTHING);
            }
            assertClosed(peer, 1008, "too many pings");
        }
    }

    @Test
    void sixty_pings_at_once_are_answered() {
        try (var peer = WebSocketPeer.plain(port, "/ws/pings")) {
            for (int i = 0; i < 60; i++) {
                peer.send(FIN | PING, NOTHING);
            }
            for (int i = 0; i < 60; i++) {
                assertThat(peer.read().opcode()).isEqualTo(PONG);
            }
        }
    }

    @Test
    void a_message_of_endless_empty_fragments_closes_with_1008() {
        try (var peer = WebSocketPeer.plain(port, "/ws/fragments")) {
            peer.send(TEXT, NOTHING);
            for (int i = 0; i < 1024; i++) {
                peer.send(0, NOTHING);
            }
            assertClosed(peer, 1008, "too many fragments");
        }
    }

    @Test
    void a_message_in_1024_fragments_passes() {
        try (var peer = WebSocketPeer.plain(port, "/ws/fragments")) {
            peer.send(TEXT, new byte[] {'x'});
            for (int i = 0; i < 1022; i++) {
                peer.send(0, new byte[] {'x'});
            }
            peer.send(FIN, new byte[] {'x'});
            assertThat(peer.text()).isEqualTo("x".repeat(1024));
        }
    }

    @Test
    void empty_messages_count_against_the_rate() {
        double before = count(ChatMeter.RATE_LIMITED);
        try (var peer = WebSocketPeer.plain(port, "/ws/empty")) {
            for (int i = 0; i < 25; i++) {
                peer.send(FIN | TEXT, NOTHING);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> count(ChatMeter.RATE_LIMITED) > before);
        }
    }

    /** It would otherwise fill the service's memory with answers, all alone. */
    @Test
    void who_asks_and_does_not_read_the_answers_is_closed_as_slow() {
        double before = count(ChatMeter.SLOW_CLOSED);
        byte[] faulty = WebSocketPeer.frame(FIN | TEXT, "{}".getBytes());
        byte[] many = new byte[faulty.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(faulty, 0, many, i * faulty.length, faulty.length);
        }
        try (var peer = WebSocketPeer.narrow(port, "/ws/deaf", WebSocketPeer.JSON)) {
            await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(1)).until(() -> {
                writeIfOpen(peer, many);
                return count(ChatMeter.SLOW_CLOSED) > before;
            });
        }
    }

    private static void writeIfOpen(WebSocketPeer peer, byte[] bytes) {
        try {
            peer.write(bytes);
        } catch (UncheckedIOException e) {
            // closed: what the caller waits for
        }
    }

    private static void assertClosed(WebSocketPeer peer, int code, String reason) {
        Frame frame = peer.read();
        while (frame.opcode() == PONG) {
            frame = peer.read();
        }
        assertThat(frame.closeCode()).isEqualTo(code);
        assertThat(new String(Arrays.copyOfRange(frame.payload(), 2, frame.payload().length))).isEqualTo(reason);
    }

    private double count(ChatMeter meter) {
        return meter.counter(meters).count();
    }
}
