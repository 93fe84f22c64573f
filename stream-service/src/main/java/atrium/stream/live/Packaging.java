package atrium.stream.live;

import io.netty.buffer.ByteBufAllocator;

/**
 * One container in which viewers are sent a stream. An instance stands for the kind; {@link #open} makes what has the
 * state.
 *
 * <p>A stream opens each packaging once, with its first viewer of that kind, and all viewers of it share what it writes.
 */
public interface Packaging {

    /** A writer for one stream; used on the stream's event loop only. */
    PackageWriter open(ByteBufAllocator allocator);
}
