package atrium.stream.protocol.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/** What the next chunk of one chunk stream refers to (RTMP 1.0, section 5.3.1.2), and the message it continues. */
final class ChunkStream {

    /** Grows with what really came: a peer that only announces long messages costs this much for each. */
    private static final int FIRST_ALLOCATION = 16 * 1024;

    int timestamp;
    /** The delta, or the time itself after a chunk of type 0, which a chunk of type 3 then repeats as a delta. */
    int timestampField;

    boolean extended;
    int length;
    int type;
    int streamId;
    boolean known;
    private @Nullable ByteBuf body;

    boolean inMessage() {
        return body != null;
    }

    int missing() {
        return length - (body == null ? 0 : body.readableBytes());
    }

    int collected() {
        return body == null ? 0 : body.readableBytes();
    }

    void collect(ByteBuf in, int bytes, ByteBufAllocator allocator) {
        ByteBuf to = body;
        if (to == null) {
            to = allocator.directBuffer(Math.min(length, FIRST_ALLOCATION));
            body = to;
        }
        to.writeBytes(in, bytes);
    }

    /** The whole message; its reference passes to the caller. */
    RtmpMessage take() {
        ByteBuf whole = body == null ? Unpooled.EMPTY_BUFFER : body;
        body = null;
        return new RtmpMessage(type, streamId, timestamp, whole);
    }

    void abort() {
        if (body != null) {
            body.release();
            body = null;
        }
    }
}
