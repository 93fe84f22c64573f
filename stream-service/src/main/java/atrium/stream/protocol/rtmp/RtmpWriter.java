package atrium.stream.protocol.rtmp;

import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.codec.amf0.AmfWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Messages of a server as chunks (RTMP 1.0, section 5.3). Each has a full header, so that it depends on none before it:
 * commands are short and rare, and media is written once for players who begin at different messages.
 */
public final class RtmpWriter {

    /** What {@link #opening} announces, and what everything after it is cut into: most frames are one chunk. */
    public static final int CHUNK_SIZE = 60_000;

    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
    private static final int LONGEST_HEADER = 16;
    /** Bytes of a header of type 0 from its timestamp on. */
    private static final int TIMESTAMP_AND_REST = 11;

    private static final int EXTENDED = 0xffffff;
    private static final int CONTINUATION = 0xc0;
    private static final int LIMIT_DYNAMIC = 2;

    private RtmpWriter() {}

    /** Our window, the peer's bandwidth and our chunk size (sections 5.4.1, 5.4.4, 5.4.5): a server's first words. */
    public static ByteBuf opening(ByteBufAllocator allocator, int window) {
        ByteBuf out = allocator.buffer();
        header(out, CONTROL_CHUNK_STREAM, RtmpMessage.WINDOW_SIZE, 0, 4);
        out.writeInt(window);
        header(out, CONTROL_CHUNK_STREAM, RtmpMessage.PEER_BANDWIDTH, 0, 5);
        out.writeInt(window).writeByte(LIMIT_DYNAMIC);
        header(out, CONTROL_CHUNK_STREAM, RtmpMessage.SET_CHUNK_SIZE, 0, 4);
        return out.writeInt(CHUNK_SIZE);
    }

    /** Section 5.4.3. */
    public static ByteBuf acknowledgement(ByteBufAllocator allocator, int received) {
        ByteBuf out = allocator.buffer(16);
        header(out, CONTROL_CHUNK_STREAM, RtmpMessage.ACKNOWLEDGEMENT, 0, 4);
        return out.writeInt(received);
    }

    /** A user control message (section 7.1.7) with one number: an event and what it is about. */
    public static ByteBuf userControl(ByteBufAllocator allocator, int event, int value) {
        ByteBuf out = allocator.buffer(18);
        header(out, CONTROL_CHUNK_STREAM, RtmpMessage.USER_CONTROL, 0, 6);
        return out.writeShort(event).writeInt(value);
    }

    /** A command (section 7.2): its name, its transaction, what else it says. */
    public static ByteBuf command(ByteBufAllocator allocator, int streamId, AmfValue... values) {
        ByteBuf body = allocator.buffer();
        try {
            AmfWriter.write(body, values);
            ByteBuf out = allocator.buffer(size(body.readableBytes()));
            message(out, COMMAND_CHUNK_STREAM, new RtmpMessage(RtmpMessage.COMMAND, streamId, 0, body));
            return out;
        } finally {
            body.release();
        }
    }

    /** The most bytes that a message with a body of {@code length} takes. */
    public static int size(int length) {
        return LONGEST_HEADER + length + length / CHUNK_SIZE * (1 + Integer.BYTES);
    }

    /** The chunks of any message; it stays the caller's. */
    public static void message(ByteBuf out, int chunkStream, RtmpMessage message) {
        ByteBuf body = message.content();
        int at = body.readerIndex();
        int left = body.readableBytes();
        header(out, chunkStream, message, left);
        while (left > CHUNK_SIZE) {
            out.writeBytes(body, at, CHUNK_SIZE);
            continuation(out, chunkStream, message.timestamp());
            at += CHUNK_SIZE;
            left -= CHUNK_SIZE;
        }
        out.writeBytes(body, at, left);
    }

    /** Type 0 (section 5.3.1.2.1), with an extended timestamp (section 5.3.1.3) where three bytes do not hold the time. */
    private static void header(ByteBuf out, int chunkStream, RtmpMessage message, int length) {
        header(out, chunkStream, message.type(), message.streamId(), length);
        if (isExtended(message.timestamp())) {
            out.setMedium(out.writerIndex() - TIMESTAMP_AND_REST, EXTENDED).writeInt(message.timestamp());
        } else {
            out.setMedium(out.writerIndex() - TIMESTAMP_AND_REST, message.timestamp());
        }
    }

    /** Type 3, section 5.3.1.2.4; section 5.3.1.3 has it repeat the extended timestamp. */
    private static void continuation(ByteBuf out, int chunkStream, int timestamp) {
        out.writeByte(CONTINUATION | chunkStream);
        if (isExtended(timestamp)) {
            out.writeInt(timestamp);
        }
    }

    private static boolean isExtended(int timestamp) {
        return Integer.compareUnsigned(timestamp, EXTENDED) >= 0;
    }

    /** Type 0 at time 0. */
    private static void header(ByteBuf out, int chunkStream, int type, int streamId, int length) {
        out.writeByte(chunkStream)
                .writeMedium(0)
                .writeMedium(length)
                .writeByte(type)
                .writeIntLE(streamId);
    }
}
