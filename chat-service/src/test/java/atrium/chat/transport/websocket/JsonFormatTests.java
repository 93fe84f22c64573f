package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.chat.message.Sender;
import atrium.chat.message.Style;
import atrium.chat.message.Welcome;
import atrium.chat.problem.ChatProblem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The words of docs/protocols/chat.md, letter by letter. */
class JsonFormatTests {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;
    private static final Sender ALICE = new Sender("a1", "Alice");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123Z");

    private final JsonFormat format = new JsonFormat();

    @Test
    void message() {
        Message message = new Message(7, "e-7", AT, ALICE, Content.text("say \"hi\"\n<b>"));

        assertThat(payload(format.encode(message, ALLOCATOR)))
                .isEqualTo("{\"type\":\"message\",\"offset\":7,\"id\":\"e-7\",\"at\":\"2026-03-01T12:00:00.123Z\","
                        + "\"from\":{\"id\":\"a1\",\"name\":\"Alice\"},\"kind\":\"text\","
                        + "\"text\":\"say \\\"hi\\\"\\n<b>\"}");
    }

    @Test
    void danmaku_and_file() {
        Style style = new Style("#00ff00", Style.Mode.BOTTOM, null);
        Message danmaku = new Message(1, "e-1", AT, ALICE, new Content(Kind.DANMAKU, "w", style, null));
        Message file = new Message(2, "e-2", AT, ALICE, new Content(Kind.FILE, "", null, "f1"));

        assertThat(payload(format.encode(danmaku, ALLOCATOR)))
                .endsWith("\"kind\":\"danmaku\",\"text\":\"w\",\"style\":{\"color\":\"#00ff00\",\"mode\":\"bottom\"}}");
        assertThat(payload(format.encode(file, ALLOCATOR)))
                .endsWith("\"kind\":\"file\",\"text\":\"\",\"file\":\"f1\"}");
    }

    @Test
    void welcome() {
        Welcome welcome = new Welcome("lobby", ALICE, List.of("admin"), "e", 3, 2, List.of(), true, List.of());

        assertThat(payload(format.encode(welcome, ALLOCATOR)))
                .isEqualTo("{\"type\":\"welcome\",\"room\":\"lobby\","
                        + "\"self\":{\"id\":\"a1\",\"name\":\"Alice\",\"roles\":[\"admin\"]},\"epoch\":\"e\","
                        + "\"offset\":3,\"members\":2,\"history\":[],\"recovered\":true}");
    }

    @Test
    void presence() {
        Presence presence = new Presence(2, List.of(ALICE), List.of());

        assertThat(payload(format.encode(presence, ALLOCATOR)))
                .isEqualTo("{\"type\":\"presence\",\"members\":2,\"joined\":[{\"id\":\"a1\",\"name\":\"Alice\"}],"
                        + "\"left\":[]}");
    }

    @Test
    void what_was_taken_back_is_in_the_welcome() {
        Welcome welcome = new Welcome("lobby", ALICE, List.of(), "e", 3, 2, List.of(), true, List.of("e-1", "e-2"));

        assertThat(payload(format.encode(welcome, ALLOCATOR)))
                .endsWith("\"recovered\":true,\"deleted\":[\"e-1\",\"e-2\"]}");
    }

    @Test
    void moderation() {
        assertThat(payload(format.encode(new Moderation.Delete("e-7"), ALLOCATOR)))
                .isEqualTo("{\"type\":\"moderation\",\"action\":\"delete\",\"target\":\"e-7\"}");
        assertThat(payload(format.encode(new Moderation.Mute("a1", AT), ALLOCATOR)))
                .isEqualTo("{\"type\":\"moderation\",\"action\":\"mute\",\"target\":\"a1\","
                        + "\"until\":\"2026-03-01T12:00:00.123Z\"}");
        assertThat(payload(format.encode(new Moderation.Mute("a1", Instant.MAX), ALLOCATOR)))
                .isEqualTo("{\"type\":\"moderation\",\"action\":\"mute\",\"target\":\"a1\"}");
        assertThat(payload(format.encode(new Moderation.Unmute("a1"), ALLOCATOR)))
                .isEqualTo("{\"type\":\"moderation\",\"action\":\"unmute\",\"target\":\"a1\"}");
        assertThat(payload(format.encode(new Moderation.Kick("a1", AT), ALLOCATOR)))
                .isEqualTo("{\"type\":\"moderation\",\"action\":\"kick\",\"target\":\"a1\","
                        + "\"until\":\"2026-03-01T12:00:00.123Z\"}");
        assertThat(payload(format.encode(new Moderation.Slow(RoomName.LOBBY, Duration.ofSeconds(5)), ALLOCATOR)))
                .isEqualTo("{\"type\":\"moderation\",\"action\":\"slow\",\"target\":\"lobby\",\"seconds\":5}");
    }

    @Test
    void answers() {
        assertThat(payload(format.ack(ALLOCATOR, "r", 9))).isEqualTo("{\"type\":\"ack\",\"ref\":\"r\",\"offset\":9}");
        assertThat(payload(format.ack(ALLOCATOR, null, 9))).isEqualTo("{\"type\":\"ack\",\"offset\":9}");
        assertThat(payload(format.error(ALLOCATOR, "r", ChatProblem.RATE_LIMITED, "d")))
                .isEqualTo("{\"type\":\"error\",\"ref\":\"r\",\"code\":\"rate_limited\",\"detail\":\"d\"}");
        assertThat(payload(format.pong(ALLOCATOR))).isEqualTo("{\"type\":\"pong\"}");
    }

    private static String payload(ByteBuf frame) {
        try {
            frame.skipBytes(1);
            frame.skipBytes(frame.readUnsignedByte() < 126 ? 0 : 2);
            return frame.toString(StandardCharsets.UTF_8);
        } finally {
            frame.release();
        }
    }
}
