package atrium.chat.transport.danmaku;

import atrium.chat.room.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes in into {@link Frames} and reads each. Never throws for what a client sent: the first thing that is no
 * frame becomes {@link ClientMessage.Broken}, and what follows it is thrown away.
 *
 * <p>A length is judged as soon as its bytes are there, so a connection holds one frame of legal size at most, whatever
 * it promises.
 */
final class FrameDecoder extends ByteToMessageDecoder {

    private final IntSupplier longestText;
    private boolean broken;

    /** @param longestText in bytes, asked for each frame */
    FrameDecoder(IntSupplier longestText) {
        this.longestText = longestText;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        ClientMessage message = broken ? null : next(in);
        if (message != null) {
            out.add(message);
            broken = message instanceof ClientMessage.Broken;
        }
        if (broken) {
            in.skipBytes(in.readableBytes());
        }
    }

    /** The next message, consumed, or what is wrong with it; null if more bytes are needed. */
    private @Nullable ClientMessage next(ByteBuf in) {
        if (in.readableBytes() < Frames.LENGTH_BYTES) {
            return null;
        }
        long length = in.getUnsignedIntLE(in.readerIndex());
        if (length < Frames.BESIDE_TEXT) {
            return broken("length: %d (expected: at least %d)", length, Frames.BESIDE_TEXT);
        }
        long longest = (long) longestText.getAsInt() + Frames.BESIDE_TEXT;
        if (length > longest) {
            return new ClientMessage.Broken(
                    CloseReason.TOO_BIG, "length: %d (expected: at most %d)".formatted(length, longest));
        }
        if (in.readableBytes() < Frames.TEXT_AT) {
            return null;
        }
        ClientMessage wrong = wrongHeader(in, length);
        if (wrong != null || in.readableBytes() < Frames.LENGTH_BYTES + length) {
            return wrong;
        }
        return read(in.readSlice(Frames.LENGTH_BYTES + (int) length));
    }

    private static @Nullable ClientMessage wrongHeader(ByteBuf in, long length) {
        int start = in.readerIndex();
        long second = in.getUnsignedIntLE(start + Frames.SECOND_LENGTH_AT);
        if (second != length) {
            return broken("second length: %d (expected: %d)", second, length);
        }
        int type = in.getUnsignedShortLE(start + Frames.TYPE_AT);
        if (type != Frames.FROM_CLIENT) {
            return broken("type: %d (expected: %d)", type, Frames.FROM_CLIENT);
        }
        int reserved = in.getUnsignedShortLE(start + Frames.RESERVED_AT);
        return reserved == 0 ? null : broken("reserved bytes: %d (expected: %d)", reserved, 0);
    }

    private static ClientMessage read(ByteBuf frame) {
        int last = frame.getByte(frame.readableBytes() - 1);
        if (last != 0) {
            return broken("last byte: %d (expected: %d)", last, 0);
        }
        ByteBuf text = frame.slice(Frames.TEXT_AT, frame.readableBytes() - Frames.TEXT_AT - 1);
        return ByteBufUtil.isText(text, StandardCharsets.UTF_8)
                ? ClientMessageReader.read(text.toString(StandardCharsets.UTF_8))
                : new ClientMessage.Broken(CloseReason.INVALID_UTF8, "not UTF-8");
    }

    private static ClientMessage broken(String what, long found, long expected) {
        return new ClientMessage.Broken(CloseReason.PROTOCOL_ERROR, what.formatted(found, expected));
    }
}
