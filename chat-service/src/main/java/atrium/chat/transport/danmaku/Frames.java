package atrium.chat.transport.danmaku;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/**
 * The protocol's frames: twice the length, the type, two zero bytes, the text, and a zero byte; numbers are
 * little-endian.
 *
 * <pre>
 *   0        4        8     10    12
 *   | length | length | 689 | 0 0 | text … | 0 |
 * </pre>
 *
 * <p>The length is what follows its first field: the text's bytes and nine more. The protocol's document says that it
 * counts itself, too; clients and servers never did.
 */
final class Frames {

    static final int LENGTH_BYTES = 4;
    static final int SECOND_LENGTH_AT = 4;
    static final int TYPE_AT = 8;
    static final int RESERVED_AT = 10;
    static final int TEXT_AT = 12;

    /** What the length counts beside the text: itself once more, the type, the zero bytes. */
    static final int BESIDE_TEXT = 9;

    static final int FROM_CLIENT = 689;
    static final int FROM_SERVER = 690;

    private Frames() {}

    /** One frame of a server with {@code message}, as {@code carrier} takes it. */
    static ByteBuf of(Stt message, Carrier carrier, ByteBufAllocator allocator) {
        String text = message.toString();
        int bytes = ByteBufUtil.utf8Bytes(text);
        int start = carrier.headroom();
        ByteBuf frame = allocator.directBuffer(start + TEXT_AT + bytes + 1);
        frame.setIndex(start, start)
                .writeIntLE(bytes + BESIDE_TEXT)
                .writeIntLE(bytes + BESIDE_TEXT)
                .writeShortLE(FROM_SERVER)
                .writeShortLE(0);
        frame.writeCharSequence(text, StandardCharsets.UTF_8);
        return carrier.wrap(frame.writeByte(0));
    }
}
