package atrium.stream.live;

import io.netty.buffer.ByteBuf;

/**
 * What a carrier puts around bytes of a stream, e.g. a chunk of HTTP or a frame of WebSocket. An instance has no state;
 * a stream tells instances apart by identity.
 */
public interface Framing {

    /** No framing: the bytes as they are. */
    Framing NONE = new Framing() {};

    /** The most bytes that {@link #begin} and {@link #end} write together. */
    default int overhead() {
        return 0;
    }

    /** Writes what stands before {@code length} bytes. */
    default void begin(ByteBuf out, int length) {}

    /** Writes what stands after them. */
    default void end(ByteBuf out) {}

    /** Says beside the stream what the bytes after this are, in a carrier that can: a MIME type with its codecs. */
    default void announce(ByteBuf out, String contentType) {}
}
