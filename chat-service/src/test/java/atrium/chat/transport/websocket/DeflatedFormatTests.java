package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Sender;
import atrium.chat.room.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class DeflatedFormatTests {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final WireFormat plain = new PlainFormat();
    private CompressionProperties settings = new CompressionProperties(true, DataSize.ofBytes(100));
    private final DeflatedFormat deflated = new DeflatedFormat(plain, () -> settings);

    @ParameterizedTest
    @ValueSource(ints = {100, 125, 126, 1000, 65_535, 65_536, 1_000_000})
    void a_long_message_is_compressed_marked_and_comes_back_whole(int length) {
        String text = "你好 and hello ".repeat(length / 12 + 1).substring(0, length);

        ByteBuf frame = deflated.encode(message(text), ALLOCATOR);

        assertThat(frame.getByte(frame.readerIndex()) & 0xFF).as("FIN, RSV1, text").isEqualTo(0xC1);
        assertThat(frame.readableBytes()).isLessThan(length);
        Inbound expanded = new Inflation().expand(Frames.payload(frame), 4_000_000);
        assertThat(expanded)
                .isInstanceOfSatisfying(
                        Inbound.Message.class,
                        message -> assertThat(new String(message.utf8(), StandardCharsets.UTF_8))
                                .isEqualTo(text));
        frame.release();
    }

    @Test
    void a_short_message_is_the_very_frame_of_the_other_format() {
        ByteBuf base = plain.encode(message("x".repeat(99)), ALLOCATOR);

        ByteBuf frame = deflated.fromBase(base, ALLOCATOR);

        assertThat(frame).isSameAs(base);
        assertThat(frame.refCnt()).isEqualTo(2);
        frame.release(2);
    }

    @Test
    void what_does_not_shrink_is_sent_as_it_is() {
        String noise = new Random(7)
                .ints(400, ' ', '~')
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        ByteBuf base = plain.encode(message(noise.substring(0, 100)), ALLOCATOR);

        ByteBuf frame = deflated.fromBase(base, ALLOCATOR);

        assertThat(frame).isSameAs(base);
        frame.release(2);
    }

    @Test
    void no_message_refers_to_the_one_before() {
        ByteBuf first = deflated.encode(message("again ".repeat(100)), ALLOCATOR);
        ByteBuf second = deflated.encode(message("again ".repeat(100)), ALLOCATOR);

        assertThat(second).isEqualTo(first);
        first.release();
        second.release();
    }

    @Test
    void a_new_least_size_holds_at_once() {
        settings = new CompressionProperties(true, DataSize.ofKilobytes(10));

        ByteBuf frame = deflated.encode(message("x".repeat(5000)), ALLOCATOR);

        assertThat(frame.getByte(frame.readerIndex()) & 0xFF).isEqualTo(0x81);
        frame.release();
    }

    private static Message message(String text) {
        return new Message(1, "m1", Instant.EPOCH, new Sender("s", "S"), Content.text(text));
    }
}
