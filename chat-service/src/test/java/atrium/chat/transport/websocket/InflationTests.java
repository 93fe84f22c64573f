package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InflationTests {

    private final Inflation inflation = new Inflation();

    /** The examples of RFC 7692, sections 7.2.3.1, 7.2.3.3, 7.2.3.4, 7.2.3.5 and 7.2.3.6. */
    @ParameterizedTest
    @CsvSource({
        "f248cdc9c90700, Hello",
        "000500faff48656c6c6f00, Hello",
        "f348cdc9c9070000, Hello",
        "f248050000 00ffffcac9c90700, Hello",
        "00, ''",
    })
    void the_examples_of_the_specification(String hex, String expected) {
        assertThat(expand(HexFormat.of().parseHex(hex.replace(" ", "")), 5)).isEqualTo(message(expected));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512, 513, 5000, 100_000})
    void a_message_of_the_largest_size_passes_and_one_byte_more_is_too_big(int size) {
        byte[] text = new byte[size];
        Arrays.fill(text, (byte) 'x');
        assertThat(expand(deflated(text), size)).isEqualTo(message("x".repeat(size)));
        assertThat(expand(deflated(text), size - 1)).isEqualTo(new Inbound.Refused(CloseReason.TOO_BIG));
    }

    @Test
    void a_bomb_is_given_up_at_the_limit() {
        byte[] bomb = deflated(new byte[50_000_000]);
        assertThat(bomb.length).isLessThan(60_000);
        assertThat(expand(bomb, 65_536)).isEqualTo(new Inbound.Refused(CloseReason.TOO_BIG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "0700", "000500000048656c6c6f", "f2ffffffffff"})
    void what_is_not_deflate_is_refused_and_the_next_message_is_read_as_ever(String hex) {
        assertThat(expand(HexFormat.of().parseHex(hex), 100))
                .isEqualTo(new Inbound.Refused(CloseReason.INVALID_DEFLATE));
        assertThat(expand(HexFormat.of().parseHex("f248cdc9c90700"), 100)).isEqualTo(message("Hello"));
    }

    @Test
    void a_message_in_several_buffers_is_one() {
        byte[] bytes = HexFormat.of().parseHex("f248cdc9c90700");
        ByteBuf composite = Unpooled.wrappedBuffer(
                Arrays.copyOf(bytes, 3), Arrays.copyOfRange(bytes, 3, bytes.length));
        assertThat(comparable(inflation.expand(composite, 100))).isEqualTo(message("Hello"));
    }

    private Object expand(byte[] bytes, int largest) {
        return comparable(inflation.expand(Unpooled.wrappedBuffer(bytes), largest));
    }

    private static Object message(String text) {
        return "message: " + text;
    }

    private static Object comparable(Inbound inbound) {
        return inbound instanceof Inbound.Message message
                ? message(new String(message.utf8(), StandardCharsets.UTF_8))
                : inbound;
    }

    private static byte[] deflated(byte[] text) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        deflater.setInput(text);
        byte[] out = new byte[text.length / 100 + 1000];
        int size = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, size - 4);
    }
}
