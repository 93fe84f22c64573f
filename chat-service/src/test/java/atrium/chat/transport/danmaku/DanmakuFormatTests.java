package atrium.chat.transport.danmaku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of docs/protocols/chat.md, letter by letter. */
class DanmakuFormatTests {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;
    private static final Sender ALICE = new Sender("a1", "Al/ice");
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00.123Z");

    private final DanmakuFormat format = new DanmakuFormat(new RoomName("r"), Carrier.TCP);

    @Test
    void a_frame_over_tcp_and_the_same_in_a_binary_message() {
        assertThat(hex(Frames.of(Answers.mrkl(), Carrier.TCP, ALLOCATOR)))
                .isEqualTo("14000000" + "14000000" + "b202" + "0000" + "74797065403d6d726b6c2f" + "00");
        assertThat(hex(Frames.of(Answers.mrkl(), Carrier.WEBSOCKET, ALLOCATOR)))
                .isEqualTo("8218" + "14000000" + "14000000" + "b202" + "0000" + "74797065403d6d726b6c2f" + "00");
    }

    /** RFC 6455, section 5.2: the length in 7 bits, in 16, in 64. */
    @ParameterizedTest
    @CsvSource({"125, 827d", "126, 827e007e", "65535, 827effff", "65536, 827f0000000000010000"})
    void a_binary_message_has_the_shortest_header(int payload, String header) {
        Stt message = Stt.of("t").with("v", "x".repeat(payload - "type@=t/v@=/".length() - 13));

        assertThat(hex(Frames.of(message, Carrier.WEBSOCKET, ALLOCATOR))).startsWith(header);
    }

    @Test
    void the_lengths_count_bytes_of_utf_8() {
        assertThat(hex(Frames.of(Stt.of("你"), Carrier.TCP, ALLOCATOR))).startsWith("13000000" + "13000000");
    }

    @Test
    void every_kind_of_message_is_a_chatmsg() {
        Message text = new Message(7, "e-7", AT, ALICE, Content.text("1/2@3"));
        Message file = new Message(8, "e-8", AT, ALICE, new Content(Kind.FILE, "look", null, "f1"));

        assertThat(text(format.encode(text, ALLOCATOR)))
                .isEqualTo("type@=chatmsg/rid@=r/uid@=a1/nn@=Al@Sice/txt@=1@S2@A3/cid@=e-7/cst@=1772366400123/");
        assertThat(text(format.encode(file, ALLOCATOR))).contains("/txt@=look/");
    }

    @ParameterizedTest
    @CsvSource({"#1E87F0, /col@=2/", "#7ac84b, /col@=3/", "#ff7f00, /col@=4/", "#9b39f4, /col@=5/", "#123456, 123/"})
    void a_colour_that_has_a_number_is_told(String color, String end) {
        Content content = new Content(Kind.DANMAKU, "w", new Style(color, Style.Mode.TOP, 20), null);

        assertThat(text(format.encode(new Message(1, "e-1", AT, ALICE, content), ALLOCATOR)))
                .endsWith(end);
    }

    @Test
    void nothing_else_of_a_room_has_a_word() {
        Message file = new Message(8, "e-8", AT, ALICE, new Content(Kind.FILE, "", null, "f1"));
        assertThat(format.encode(file, ALLOCATOR)).isNull();
        assertThat(format.encode(new Presence(1, List.of(ALICE), List.of()), ALLOCATOR))
                .isNull();
        assertThat(format.encode(new Moderation.Delete("e-7"), ALLOCATOR)).isNull();
        assertThat(format.encode(new Welcome("r", ALICE, List.of(), "e", 1, 1, List.of(), true, List.of()), ALLOCATOR))
                .isNull();
    }

    @Test
    void members_of_one_room_and_carrier_share_what_is_encoded() {
        assertThat(format)
                .isEqualTo(new DanmakuFormat(new RoomName("r"), Carrier.TCP))
                .isNotEqualTo(new DanmakuFormat(new RoomName("s"), Carrier.TCP))
                .isNotEqualTo(new DanmakuFormat(new RoomName("r"), Carrier.WEBSOCKET));
    }

    @Test
    void answers() {
        assertThat(Answers.loggedIn(ALICE))
                .hasToString("type@=loginres/userid@=a1/roomgroup@=0/pg@=0/sessionid@=0/username@=Al@Sice/"
                        + "nickname@=Al@Sice/live_stat@=0/npv@=0/");
        assertThat(Answers.keepLive("12")).hasToString("type@=keeplive/tick@=12/");
        assertThat(Answers.error(ChatProblem.RATE_LIMITED, "d"))
                .hasToString("type@=error/code@=rate_limited/detail@=d/");
        assertThat(Answers.error(CloseReason.SLOW_CONSUMER, "d"))
                .hasToString("type@=error/code@=slow_consumer/detail@=d/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "7", "10", "x", "", "１"})
    void a_number_beyond_the_palette_is_none(String number) {
        assertThatThrownBy(() -> Palette.color(number)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String hex(ByteBuf frame) {
        try {
            return ByteBufUtil.hexDump(frame);
        } finally {
            frame.release();
        }
    }

    private static String text(ByteBuf frame) {
        try {
            return frame.toString(Frames.TEXT_AT, frame.readableBytes() - Frames.TEXT_AT - 1, StandardCharsets.UTF_8);
        } finally {
            frame.release();
        }
    }
}
