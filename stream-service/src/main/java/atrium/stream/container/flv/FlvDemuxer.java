package atrium.stream.container.flv;

import atrium.stream.codec.MalformedInputException;
import atrium.stream.media.MediaFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;

/**
 * Reads an FLV file as it arrives (Adobe FLV 10.1, E.2 to E.4.1), in pieces of any size. Used by one thread.
 *
 * <p>Keeps at most one tag and one piece. A tag longer than the limit is an error, not a reason to collect it.
 */
public final class FlvDemuxer implements AutoCloseable {

    private static final int FILE_HEADER = 9;
    private static final int TAG_HEADER = 11;
    private static final int TAG_SIZE = 4;
    private static final int SIGNATURE = 0x464c56;

    private final int maxTag;
    private final Consumer<MediaFrame> frames;
    private final FlvFrames bodies = new FlvFrames();
    private final ByteBuf pending;
    private boolean begun;

    /**
     * @param maxTag the longest tag body that is accepted, in bytes
     * @param frames is handed each frame, and owns it
     */
    public FlvDemuxer(ByteBufAllocator allocator, int maxTag, Consumer<MediaFrame> frames) {
        this.pending = allocator.heapBuffer();
        this.maxTag = maxTag;
        this.frames = frames;
    }

    /** Reads the next piece; {@code in} stays the caller's. */
    public void feed(ByteBuf in) {
        pending.writeBytes(in);
        if (!begun) {
            begun = readFileHeader();
        }
        while (begun && readTag()) {
            // each round takes one tag
        }
        pending.discardSomeReadBytes();
    }

    /** Frees what was read of a tag that never ended. */
    @Override
    public void close() {
        pending.release();
    }

    /** E.2, and the size before the first tag, which is 0. */
    private boolean readFileHeader() {
        if (pending.readableBytes() < FILE_HEADER) {
            return false;
        }
        int start = pending.readerIndex();
        int signature = pending.getUnsignedMedium(start);
        long offset = pending.getUnsignedInt(start + 5);
        if (signature != SIGNATURE || offset != FILE_HEADER) {
            throw new MalformedInputException(
                    "FLV header: signature 0x%06x, offset %d (expected: FLV and 9)".formatted(signature, offset));
        }
        if (pending.readableBytes() < FILE_HEADER + TAG_SIZE) {
            return false;
        }
        pending.skipBytes(FILE_HEADER + TAG_SIZE);
        return true;
    }

    /** E.4.1. */
    private boolean readTag() {
        if (pending.readableBytes() < TAG_HEADER) {
            return false;
        }
        int start = pending.readerIndex();
        int length = pending.getUnsignedMedium(start + 1);
        if (length > maxTag) {
            throw new MalformedInputException("FLV tag: " + length + " bytes (expected: at most " + maxTag + ")");
        }
        if (pending.readableBytes() < TAG_HEADER + length + TAG_SIZE) {
            return false;
        }
        int type = pending.getUnsignedByte(start) & 0x1f;
        int timestamp = pending.getUnsignedMedium(start + 4) | pending.getUnsignedByte(start + 7) << 24;
        // The frame may outlive this buffer, which moves its bytes: so the body is copied, once.
        ByteBuf body = pending.copy(start + TAG_HEADER, length);
        pending.skipBytes(TAG_HEADER + length + TAG_SIZE);
        try {
            bodies.read(type, timestamp, body).ifPresent(frames);
        } finally {
            body.release();
        }
        return true;
    }
}
