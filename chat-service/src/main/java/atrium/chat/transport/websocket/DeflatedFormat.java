package atrium.chat.transport.websocket;

import atrium.chat.message.RoomEvent;
import atrium.chat.room.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * The frames of another format, the longer ones compressed (RFC 7692, section 7.2.1): once for all members who agreed on
 * it, because no message refers to the one before. What is short, or does not shrink, are the other format's very bytes.
 *
 * <p>Rejected: a compressor a connection. It makes short messages shorter, too, but costs 256 KiB a member and the work
 * as often as there are members.
 */
final class DeflatedFormat implements WireFormat {

    /** Cut off each message: the end of an empty block, which a flush leaves. */
    private static final int TAIL = 4;

    private final WireFormat plain;
    private final Supplier<CompressionProperties> properties;
    private final Queue<Deflater> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    DeflatedFormat(WireFormat plain, Supplier<CompressionProperties> properties) {
        this.plain = plain;
        this.properties = properties;
    }

    @Override
    public WireFormat base() {
        return plain;
    }

    @Override
    public @Nullable ByteBuf encode(RoomEvent event, ByteBufAllocator allocator) {
        ByteBuf frame = plain.encode(event, allocator);
        if (frame == null) {
            return null;
        }
        try {
            return fromBase(frame, allocator);
        } finally {
            frame.release();
        }
    }

    @Override
    public ByteBuf fromBase(ByteBuf frame, ByteBufAllocator allocator) {
        ByteBuf payload = Frames.payload(frame);
        if (payload.readableBytes() < Math.max(TAIL, properties.get().minSize().toBytes())) {
            return frame.retain();
        }
        // Deflating never needs more than it has got, or it is not worth it.
        ByteBuf deflated = Frames.open(allocator, payload.readableBytes());
        if (deflate(payload, deflated)) {
            return Frames.deflated(deflated);
        }
        deflated.release();
        return frame.retain();
    }

    /** Whether the result is shorter. */
    private boolean deflate(ByteBuf payload, ByteBuf to) {
        Deflater deflater = idle.poll();
        if (deflater == null) {
            deflater = new Deflater(Deflater.BEST_SPEED, true);
        }
        try {
            deflater.setInput(payload.nioBuffer());
            int room = payload.readableBytes();
            int written = deflater.deflate(to.nioBuffer(to.writerIndex(), room), Deflater.SYNC_FLUSH);
            if (written >= room) {
                return false;
            }
            to.writerIndex(to.writerIndex() + written - TAIL);
            return true;
        } finally {
            deflater.reset();
            if (!idle.offer(deflater)) {
                deflater.end();
            }
        }
    }
}
