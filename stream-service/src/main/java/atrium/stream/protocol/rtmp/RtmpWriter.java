package atrium.stream.protocol.rtmp;

import atrium.stream.codec.amf0.AmfValue;
import atrium.stream.codec.amf0.AmfWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Messages of a server as chunks (RTMP 1.0, section 5.3): control messages and commands, which are short and rare, so
 * each has a full header.
 */
public final class RtmpWriter {

    /** What {@link #opening} announces, and what everything after it is cut into. */
    public static final int CHUNK_SIZE = 4096;

    private static final int CONTROL_CHUNK_STREAM = 2;
    private static final int COMMAND_CHUNK_STREAM = 3;
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
            ByteBuf out = allocator.buffer(body.readableBytes() + 16);
            header(out, COMMAND_CHUNK_STREAM, RtmpMessage.COMMAND, streamId, body.readableBytes());
            while (body.readableBytes() > CHUNK_SIZE) {
                out.writeBytes(body, CHUNK_SIZE).writeByte(CONTINUATION | COMMAND_CHUNK_STREAM);
            }
            return out.writeBytes(body);
        } finally {
            body.release();
        }
    }

    /** Type 0, section 5.3.1.2.1; the time of what a server says is 0. */
    private static void header(ByteBuf out, int chunkStream, int type, int streamId, int length) {
        out.writeByte(chunkStream)
                .writeMedium(0)
                .writeMedium(length)
                .writeByte(type)
                .writeIntLE(streamId);
    }
}
