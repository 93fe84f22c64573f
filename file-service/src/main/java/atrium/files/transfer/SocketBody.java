package atrium.files.transfer;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.BodyCutException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, to its end. One buffer, filled again only when its content was taken: while the disk is
 * slow nothing is read, and TCP makes the sender wait.
 */
final class SocketBody implements Body {

    private final SocketChannel channel;
    private final Patience patience;
    private final AtomicReference<Reason> cut = new AtomicReference<>();
    private ByteBuffer first = ByteBuffer.allocate(0);
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    SocketBody(SocketChannel channel, Patience patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /**
     * Called before the first {@link #next}.
     *
     * @param arrived what was read already
     * @param reused what later bytes come in
     */
    SocketBody begin(byte[] arrived, ByteBuffer reused) {
        first = ByteBuffer.wrap(arrived);
        buffer = reused;
        return this;
    }

    /** Why it was cut; {@code null} if it was not. */
    @Nullable
    Reason reason() {
        return cut.get();
    }

    @Override
    public @Nullable ByteBuffer next() throws BodyCutException {
        if (first.hasRemaining()) {
            ByteBuffer all = first;
            first = ByteBuffer.allocate(0);
            return all;
        }
        int read = read();
        Reason reason = cut.get();
        if (reason != null) {
            throw new BodyCutException(reason);
        }
        return read < 0 ? null : buffer.flip();
    }

    private int read() throws BodyCutException {
        buffer.clear();
        patience.waits();
        int read = 0;
        try {
            read = channel.read(buffer);
            return read;
        } catch (IOException e) {
            cut.compareAndSet(null, Reason.GONE);
            return -1;
        } finally {
            patience.brought(Math.max(0, read));
        }
    }

    /** Whoever reads sees the end of the stream; answers can still be written. */
    @Override
    public void cut(Reason reason) {
        if (cut.compareAndSet(null, reason)) {
            try {
                channel.shutdownInput();
            } catch (ClosedChannelException e) {
                // It has ended.
            } catch (IOException e) {
                cut.set(Reason.GONE);
            }
        }
    }

    @Override
    public void close() {
        // The channel is the connection's, which still answers.
    }
}
