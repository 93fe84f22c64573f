package atrium.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import atrium.chat.message.Presence;
import atrium.chat.message.RoomEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncodedTests {

    private final Encoded encoded = new Encoded(new Presence(0, List.of(), List.of()));
    private int encodings;

    private final WireFormat base = new WireFormat() {
        @Override
        public ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
            encodings++;
            return Unpooled.copiedBuffer("event", StandardCharsets.US_ASCII);
        }
    };

    private final WireFormat silent = (event, allocator) -> null;

    @Test
    void a_format_encodes_once_however_often_it_is_asked() {
        assertThat(encoded.in(base)).isSameAs(encoded.in(base));
        assertThat(encodings).isEqualTo(1);
    }

    @Test
    void a_format_with_a_base_is_made_of_the_base_s_bytes() {
        ByteBuf derived = encoded.in(madeOf(base));

        assertThat(derived.toString(StandardCharsets.US_ASCII)).isEqualTo("<event>");
        assertThat(encoded.in(base).toString(StandardCharsets.US_ASCII)).isEqualTo("event");
        assertThat(encodings).isEqualTo(1);
    }

    @Test
    void what_a_format_cannot_say_nor_can_those_made_of_it() {
        assertThat(encoded.in(silent)).isNull();
        assertThat(encoded.in(madeOf(silent))).isNull();
    }

    @Test
    void released_it_holds_nothing_any_more() {
        ByteBuf frame = encoded.in(base);
        ByteBuf derived = encoded.in(madeOf(base));
        encoded.in(silent);

        encoded.release();

        assertThat(frame.refCnt()).isZero();
        assertThat(derived.refCnt()).isZero();
    }

    private static WireFormat madeOf(WireFormat base) {
        return new WireFormat() {
            @Override
            public @Nullable ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
                throw new AssertionError("encoded twice");
            }

            @Override
            public WireFormat base() {
                return base;
            }

            @Override
            public ByteBuf fromBase(ByteBuf bytes, ByteBufAllocator allocator) {
                return Unpooled.copiedBuffer(
                        "<" + bytes.toString(StandardCharsets.US_ASCII) + ">", StandardCharsets.US_ASCII);
            }
        };
    }
}
