package atrium.chat.transport.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramesTests {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    @ParameterizedTest
    @CsvSource({
        "0, 8100",
        "1, 810161",
        "125, 817d6161",
        "126, 817e007e61",
        "65535, 817effff61",
        "65536, 817f000000000001000061",
    })
    void a_text_has_the_shortest_header_of_rfc_6455_section_5_2(int length, String start) {
        byte[] frame = bytes(Frames.text(ALLOCATOR, "a".repeat(length)));

        assertThat(HexFormat.of().formatHex(frame)).startsWith(start);
        int header = length <= 125 ? 2 : length <= 65535 ? 4 : 10;
        assertThat(frame).hasSize(header + length);
    }

    @Test
    void a_payload_of_unknown_length_gets_the_same_header() {
        byte[] written = bytes(
                Frames.text(ALLOCATOR, 8, out -> out.write("你好".repeat(100).getBytes("UTF-8"))));

        assertThat(written).isEqualTo(bytes(Frames.text(ALLOCATOR, "你好".repeat(100))));
    }

    @Test
    void a_close_carries_code_and_reason_and_a_ping_nothing() {
        assertThat(HexFormat.of().formatHex(bytes(Frames.close(ALLOCATOR, CloseReason.SLOW_CONSUMER))))
                .isEqualTo("880f" + "0fa8" + HexFormat.of().formatHex("slow consumer".getBytes()));
        assertThat(bytes(Frames.ping(ALLOCATOR))).containsExactly(0x89, 0x00);
    }

    private static byte[] bytes(ByteBuf frame) {
        try {
            return ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
    }
}
