package atrium.stream.live;

import atrium.stream.media.Tracks;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * One packaging in one framing: what it writes is the same, byte for byte, for every viewer of it. Its methods write on
 * the stream's loop, or, for one viewer, on that viewer's.
 */
final class Lane {

    private final int index;
    private final Output output;
    private final Framing framing;
    private final ByteBufAllocator allocator;
    private int viewers;

    /** @param index its place in each {@link Batch} */
    Lane(int index, Output output, Framing framing, ByteBufAllocator allocator) {
        this.index = index;
        this.output = output;
        this.framing = framing;
        this.allocator = allocator;
    }

    int index() {
        return index;
    }

    Output output() {
        return output;
    }

    boolean is(Output ofOutput, Framing withFraming) {
        return output == ofOutput && framing == withFraming;
    }

    boolean isWatched() {
        return viewers > 0;
    }

    /** On the stream's loop. */
    void count(int change) {
        viewers += change;
        output.count(change);
    }

    /** {@code frames} as they go on the wire together; empty where the packaging carries none of them. */
    ByteBuf write(List<SharedFrame> frames) {
        int length = lengthOf(frames);
        if (length == 0) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = allocator.directBuffer(length + framing.overhead());
        framing.begin(out, length);
        writeForms(out, frames);
        framing.end(out);
        return out;
    }

    /** A change of headers, which is told of beside the stream where the carrier can. */
    ByteBuf writeChange(SharedFrame change) {
        ByteBuf form = change.form(output.slot());
        if (!form.isReadable()) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = announce(form, form.readableBytes());
        framing.end(out);
        return out;
    }

    /** What a viewer gets ahead of {@code group}, and what frames both. */
    ByteBuf writeHead(Tracks tracks, List<SharedFrame> group) {
        long dts = group.isEmpty() ? 0 : group.getFirst().frame().dts();
        ByteBuf head = output.writer().head(tracks, dts);
        try {
            return announce(head, head.readableBytes() + lengthOf(group));
        } finally {
            head.release();
        }
    }

    /** What follows the group that {@link #writeHead} began. */
    ByteBuf writeTail() {
        ByteBuf out = allocator.buffer(framing.overhead());
        framing.end(out);
        return out;
    }

    /** Begins a frame of the carrier that holds {@code length} bytes, and writes {@code headers} into it. */
    private ByteBuf announce(ByteBuf headers, int length) {
        ByteBuf out = allocator.directBuffer(headers.readableBytes() + framing.overhead());
        String contentType = output.writer().contentType();
        if (contentType != null) {
            framing.announce(out, contentType);
        }
        framing.begin(out, length);
        return out.writeBytes(headers, headers.readerIndex(), headers.readableBytes());
    }

    int lengthOf(List<SharedFrame> frames) {
        int length = 0;
        for (SharedFrame shared : frames) {
            length += shared.form(output.slot()).readableBytes();
        }
        return length;
    }

    private void writeForms(ByteBuf out, List<SharedFrame> frames) {
        for (SharedFrame shared : frames) {
            ByteBuf form = shared.form(output.slot());
            out.writeBytes(form, form.readerIndex(), form.readableBytes());
        }
    }
}
