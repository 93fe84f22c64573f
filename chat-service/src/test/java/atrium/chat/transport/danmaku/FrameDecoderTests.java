package atrium.chat.transport.danmaku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.RoomName;
import atrium.chat.message.Style;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FrameDecoderTests {

    private static final int LONGEST_TEXT = 100;

    /** {@code type@=mrkl/}: 11 bytes of text, so 20 in both lengths, and 24 in all. */
    private static final String MRKL = "14000000 14000000 b102 00 00 747970654 03d6d726b6c2f 00".replace(" ", "");

    private final EmbeddedChannel channel = channel();

    @AfterEach
    void nothing_leaks() {
        assertThat(channel.finishAndReleaseAll()).isFalse();
    }

    @Test
    void a_frame_byte_by_byte_as_in_the_contract() {
        assertThat(decode(MRKL)).containsExactly(new ClientMessage.Mrkl());
        assertThat(HexFormat.of().formatHex(frame("type@=mrkl/"))).isEqualTo(MRKL);
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("type@=mrkl/", new ClientMessage.Mrkl()),
                arguments("type@=keeplive/tick@=1439802131/", new ClientMessage.KeepLive("1439802131")),
                arguments("type@=keeplive/", new ClientMessage.KeepLive("")),
                arguments("type@=logout/", new ClientMessage.Logout()),
                arguments("type@=loginreq/roomid@=58839/", new ClientMessage.Login(null, null)),
                arguments("type@=loginreq/username@=a@Sb/ct@=0/", new ClientMessage.Login("a/b", null)),
                arguments("type@=loginreq/username@=1/nn@=Ann/", new ClientMessage.Login("Ann", null)),
                arguments("type@=loginreq/password@=a.b@S.c/", new ClientMessage.Login(null, "a.b/.c")),
                arguments("type@=loginreq/password@= /", new ClientMessage.Login(null, null)),
                arguments(
                        "type@=loginreq/username@=visitor1/password@=1234567890123456/roomid@=58839/",
                        new ClientMessage.Login("visitor1", null)),
                arguments("type@=joingroup/rid@=58839/gid@=-9999/", new ClientMessage.Join(new RoomName("58839"))),
                arguments("type@=joingroup/rid@=房间/", new ClientMessage.Join(new RoomName("房间"))),
                arguments("type@=chatmsg/txt@=1@S2@A你好/", chat("1/2@你好", null)),
                arguments("type@=chatmsg/txt@=a/col@=0/", chat("a", null)),
                arguments("type@=chatmsg/txt@=a/col@=1/", chat("a", "#ff0000")),
                arguments("type@=chatmsg/txt@=a/col@=6/", chat("a", "#ff69b4")),
                arguments("type@=joingroup/rid@=a b/", refused(ChatProblem.ROOM_NAME)),
                arguments("type@=joingroup/", refused(ChatProblem.ROOM_NAME)),
                arguments("type@=chatmsg/", refused(ChatProblem.INVALID)),
                arguments("type@=chatmsg/txt@=/", refused(ChatProblem.INVALID)),
                arguments("type@=chatmsg/txt@=a/col@=7/", refused(ChatProblem.INVALID)),
                arguments("type@=chatmsg/txt@=a/col@=/", refused(ChatProblem.INVALID)),
                arguments("type@=keeplive/tick@=" + "1".repeat(33) + "/", refused(ChatProblem.INVALID)),
                arguments("type@=/", refused(ChatProblem.UNKNOWN_TYPE)),
                arguments("", refused(ChatProblem.UNKNOWN_TYPE)),
                arguments("type@=h5ckreq/rid@=1/", refused(ChatProblem.UNKNOWN_TYPE)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_text_is_the_message_it_says_whole_or_byte_by_byte(String text, ClientMessage expected) {
        String hex = HexFormat.of().formatHex(frame(text));

        assertThat(decode(hex)).hasSize(1).allSatisfy(message -> assertSame(message, expected));
        assertThat(byteByByte(hex)).hasSize(1).allSatisfy(message -> assertSame(message, expected));
    }

    @Test
    void several_frames_in_one_packet_are_several_messages() {
        assertThat(decode(MRKL + HexFormat.of().formatHex(frame("type@=logout/")) + MRKL))
                .containsExactly(new ClientMessage.Mrkl(), new ClientMessage.Logout(), new ClientMessage.Mrkl());
    }

    @Test
    void every_cut_of_a_frame_waits_for_the_rest() {
        byte[] whole = frame("type@=joingroup/rid@=1/");
        for (int length = 0; length < whole.length; length++) {
            EmbeddedChannel cut = channel();
            cut.writeInbound(Unpooled.copiedBuffer(whole, 0, length));
            assertThat((Object) cut.readInbound()).isNull();
            assertThat(cut.finishAndReleaseAll()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    15000000 14000000 b102 0000                     | PROTOCOL_ERROR | second length: 20 (expected: 21)
                    14000000 00000000 b102 0000                     | PROTOCOL_ERROR | second length: 0 (expected: 20)
                    08000000                                        | PROTOCOL_ERROR | length: 8 (expected: at least 9)
                    00000000                                        | PROTOCOL_ERROR | length: 0 (expected: at least 9)
                    6e000000                                        | TOO_BIG        | length: 110 (expected: at most 109)
                    ffffffff                                        | TOO_BIG        | length: 4294967295 (expected: at most 109)
                    ffffff7f                                        | TOO_BIG        | length: 2147483647 (expected: at most 109)
                    00000014                                        | TOO_BIG        | length: 335544320 (expected: at most 109)
                    14000000 14000000 b202 0000                     | PROTOCOL_ERROR | type: 690 (expected: 689)
                    14000000 14000000 02b1 0000                     | PROTOCOL_ERROR | type: 45314 (expected: 689)
                    14000000 14000000 b102 0100                     | PROTOCOL_ERROR | reserved bytes: 1 (expected: 0)
                    14000000 14000000 b102 0001                     | PROTOCOL_ERROR | reserved bytes: 256 (expected: 0)
                    0a000000 0a000000 b102 0000 61 01               | PROTOCOL_ERROR | last byte: 1 (expected: 0)
                    0a000000 0a000000 b102 0000 00 2f               | PROTOCOL_ERROR | last byte: 47 (expected: 0)
                    0a000000 0a000000 b102 0000 61 00               | PROTOCOL_ERROR | not key@=value/, each key once
                    0b000000 0b000000 b102 0000 c080 00             | INVALID_UTF8   | not UTF-8
                    0c000000 0c000000 b102 0000 eda080 00           | INVALID_UTF8   | not UTF-8
                    """)
    void what_is_no_frame_is_said_once_and_what_follows_is_thrown_away(String hex, CloseReason reason, String detail) {
        var broken = new ClientMessage.Broken(reason, detail);

        assertThat(decode(hex + MRKL)).containsExactly(broken);
        assertThat(decode(MRKL)).isEmpty();
        assertThat(byteByByte(hex + MRKL)).containsExactly(broken);
    }

    @Test
    void a_frame_of_the_largest_size_passes() {
        String text = "type@=chatmsg/txt@=" + "x".repeat(LONGEST_TEXT - 20) + "/";

        assertThat(decode(HexFormat.of().formatHex(frame(text)))).hasSize(1);
    }

    private List<ClientMessage> decode(String hex) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes(hex)));
        return read(channel);
    }

    private static List<ClientMessage> byteByByte(String hex) {
        EmbeddedChannel slow = channel();
        for (byte b : bytes(hex)) {
            slow.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        List<ClientMessage> messages = read(slow);
        slow.finishAndReleaseAll();
        return messages;
    }

    private static List<ClientMessage> read(EmbeddedChannel from) {
        List<ClientMessage> messages = new ArrayList<>();
        for (ClientMessage message = from.readInbound(); message != null; message = from.readInbound()) {
            messages.add(message);
        }
        return messages;
    }

    /** A client's frame, written down independently of {@link Frames}. */
    static byte[] frame(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = Unpooled.buffer()
                .writeIntLE(utf8.length + 9)
                .writeIntLE(utf8.length + 9)
                .writeShortLE(689)
                .writeByte(0)
                .writeByte(0)
                .writeBytes(utf8)
                .writeByte(0);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    private static EmbeddedChannel channel() {
        return new EmbeddedChannel(new FrameDecoder(() -> LONGEST_TEXT));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static void assertSame(ClientMessage message, ClientMessage expected) {
        if (expected instanceof ClientMessage.Refused refused) {
            assertThat(message).isInstanceOfSatisfying(ClientMessage.Refused.class, found -> {
                assertThat(found.problem()).isEqualTo(refused.problem());
                assertThat(found.detail()).isNotEmpty();
            });
        } else {
            assertThat(message).isEqualTo(expected);
        }
    }

    private static ClientMessage chat(String text, String color) {
        Style style = color == null ? null : new Style(color, null, null);
        return new ClientMessage.Chat(new Content(Kind.DANMAKU, text, style, null));
    }

    private static ClientMessage refused(ChatProblem problem) {
        return new ClientMessage.Refused(problem, "");
    }
}
