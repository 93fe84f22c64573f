package atrium.stream.protocol.rtmp;

import atrium.stream.codec.MalformedInputException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from chunks (RTMP 1.0, section 5.3) and obeys the two control messages that concern only this:
 * Set Chunk Size and Abort Message (sections 5.4.1 and 5.4.2). All others are handed on.
 *
 * <p>Bounded: in chunk streams, in the length of a message, and in the bytes of all unfinished messages together.
 */
public final class ChunkDecoder extends ByteToMessageDecoder {

    private static final int DEFAULT_CHUNK_SIZE = 128;
    private static final int EXTENDED = 0xffffff;
    private static final int NEW_MESSAGE = 0;
    private static final int SAME_STREAM = 1;
    private static final int[] HEADER_BYTES = {11, 7, 3, 0};

    private final RtmpLimits limits;
    private final Map<Integer, ChunkStream> streams = new HashMap<>();
    private int maxMedia;
    private int chunkSize = DEFAULT_CHUNK_SIZE;
    private int unfinished;
    private @Nullable ChunkStream current;
    private int chunkRest;
    private boolean failed;

    public ChunkDecoder(RtmpLimits limits) {
        this.limits = limits;
        this.maxMedia = limits.maxCommand();
    }

    /** From now on media messages may be as long as a publisher's; until then, strangers hold little of our memory. */
    void allowMedia() {
        maxMedia = limits.maxMessage();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (failed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            decode(in, out, context.alloc());
        } catch (MalformedInputException e) {
            // What follows cannot be understood any more, and must not be reported again while the connection closes.
            failed = true;
            in.skipBytes(in.readableBytes());
            throw e;
        }
    }

    /** Reads the header of a chunk if all of it is there, or as much of a chunk's payload as there is. */
    void decode(ByteBuf in, List<Object> out, ByteBufAllocator allocator) {
        if (chunkRest > 0) {
            collect(in, out, allocator);
            return;
        }
        int start = in.readerIndex();
        int basic = basicHeaderBytes(in);
        if (in.readableBytes() < basic) {
            return;
        }
        int format = in.getUnsignedByte(start) >> 6;
        int header = basic + HEADER_BYTES[format];
        if (in.readableBytes() < header) {
            return;
        }
        ChunkStream stream = stream(chunkStreamId(in, basic), format);
        boolean extended = format < 3 ? in.getUnsignedMedium(start + basic) == EXTENDED : stream.extended;
        if (in.readableBytes() < header + (extended ? 4 : 0)) {
            return;
        }
        in.skipBytes(basic);
        beginChunk(stream, format, extended, in, out);
    }

    private void beginChunk(ChunkStream stream, int format, boolean extended, ByteBuf in, List<Object> out) {
        if (stream.inMessage() && format != 3) {
            throw new MalformedInputException("a message begins (chunk type " + format + ") inside another");
        }
        readHeader(stream, format, extended, in);
        checkLength(stream);
        current = stream;
        chunkRest = Math.min(chunkSize, stream.missing());
        if (stream.length == 0) {
            deliver(stream.take(), out);
        }
    }

    private void collect(ByteBuf in, List<Object> out, ByteBufAllocator allocator) {
        ChunkStream stream = Objects.requireNonNull(current);
        int bytes = Math.min(chunkRest, in.readableBytes());
        stream.collect(in, bytes, allocator);
        chunkRest -= bytes;
        unfinished += bytes;
        if (stream.missing() == 0) {
            unfinished -= stream.length;
            deliver(stream.take(), out);
        } else if (unfinished > 2 * Math.max(maxMedia, limits.maxCommand())) {
            throw new MalformedInputException("unfinished messages: " + unfinished + " bytes");
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        release();
    }

    void release() {
        streams.values().forEach(ChunkStream::abort);
        streams.clear();
    }

    /** Section 5.3.1.1. */
    private static int basicHeaderBytes(ByteBuf in) {
        if (!in.isReadable()) {
            return 1;
        }
        return switch (in.getUnsignedByte(in.readerIndex()) & 0x3f) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    private static int chunkStreamId(ByteBuf in, int basic) {
        int start = in.readerIndex();
        return switch (basic) {
            case 1 -> in.getUnsignedByte(start) & 0x3f;
            case 2 -> 64 + in.getUnsignedByte(start + 1);
            default -> 64 + in.getUnsignedShortLE(start + 1);
        };
    }

    private ChunkStream stream(int id, int format) {
        ChunkStream stream = streams.get(id);
        if (stream != null && (stream.known || format == NEW_MESSAGE)) {
            return stream;
        }
        // librtmp and ffmpeg begin a chunk stream with type 1 where the time is 0.
        if (format > SAME_STREAM) {
            throw new MalformedInputException("chunk stream " + id + " begins with type " + format);
        }
        if (stream == null) {
            if (streams.size() >= limits.maxChunkStreams()) {
                throw new MalformedInputException("chunk streams: more than " + limits.maxChunkStreams());
            }
            stream = new ChunkStream();
            streams.put(id, stream);
        }
        return stream;
    }

    private void checkLength(ChunkStream stream) {
        boolean media = stream.type == RtmpMessage.AUDIO || stream.type == RtmpMessage.VIDEO;
        int max = media ? maxMedia : limits.maxCommand();
        if (stream.length > max) {
            throw new MalformedInputException(
                    "message of type " + stream.type + ": " + stream.length + " bytes (expected: at most " + max + ")");
        }
    }

    /** Section 5.3.1.2 and, for the extended timestamp, 5.3.1.3. */
    private static void readHeader(ChunkStream stream, int format, boolean extended, ByteBuf in) {
        boolean continues = stream.inMessage();
        int field = format < 3 ? in.readUnsignedMedium() : stream.timestampField;
        if (format <= SAME_STREAM) {
            stream.length = in.readUnsignedMedium();
            stream.type = in.readUnsignedByte();
        }
        if (format == NEW_MESSAGE) {
            stream.streamId = in.readIntLE();
        }
        if (extended) {
            field = in.readInt();
        }
        stream.extended = extended;
        stream.known = true;
        if (!continues) {
            stream.timestampField = field;
            stream.timestamp = format == NEW_MESSAGE ? field : stream.timestamp + field;
        }
    }

    private void deliver(RtmpMessage message, List<Object> out) {
        switch (message.type()) {
            case RtmpMessage.SET_CHUNK_SIZE -> {
                int size = readControl(message);
                if (size < 1) {
                    throw new MalformedInputException("chunk size: " + size + " (expected: 1 or more)");
                }
                chunkSize = size;
            }
            case RtmpMessage.ABORT -> abort(readControl(message));
            default -> out.add(message);
        }
    }

    private void abort(int id) {
        ChunkStream stream = streams.get(id);
        if (stream != null) {
            unfinished -= stream.collected();
            stream.abort();
        }
    }

    /** The four bytes of a control message, which is released. */
    private static int readControl(RtmpMessage message) {
        try {
            ByteBuf body = message.content();
            if (body.readableBytes() < 4) {
                throw new MalformedInputException("control message: " + body.readableBytes() + " bytes (expected: 4)");
            }
            return body.readInt();
        } finally {
            message.release();
        }
    }
}
