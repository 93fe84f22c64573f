package atrium.stream.egress.hls;

import io.netty.buffer.ByteBuf;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCounted;
import java.util.Optional;

/**
 * Bytes that the playlist keeps and responses on other threads send. Netty uses its buffers again, so one that was
 * released may be somebody else's by the time that a late request retains it; this holder is never used again, hence
 * says for certain whether its bytes are still there.
 */
final class SharedBytes extends AbstractReferenceCounted {

    private final ByteBuf content;
    private final int size;

    /** Takes ownership of {@code content}. */
    SharedBytes(ByteBuf content) {
        this.content = content;
        this.size = content.readableBytes();
    }

    int size() {
        return size;
    }

    /** The bytes, with a reference of their own; nothing if they are gone. For any thread. */
    Optional<ByteBuf> take() {
        try {
            retain();
        } catch (IllegalReferenceCountException gone) {
            return Optional.empty();
        }
        try {
            return Optional.of(content.retainedDuplicate());
        } finally {
            release();
        }
    }

    @Override
    protected void deallocate() {
        content.release();
    }

    @Override
    public ReferenceCounted touch(Object hint) {
        content.touch(hint);
        return this;
    }
}
