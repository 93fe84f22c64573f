package atrium.stream.live;

import io.netty.buffer.ByteBufAllocator;

/**
 * One way in which viewers are sent a stream: a container, in the framing of what carries it. An instance stands for the
 * kind; {@link #open} makes what has the state.
 *
 * <p>A stream opens each packaging once, with its first viewer of that kind, and all viewers of it share what it writes.
 */
public interface Packaging {

    /** A writer for one stream; used on the stream's event loop only. */
    PackageWriter open(ByteBufAllocator allocator);
}
