package atrium.files.transfer;

import atrium.files.upload.Body;
import atrium.files.upload.BodyCutException;
import atrium.files.upload.BodyCutException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection, to its end. One buffer, filled again only when its content was taken: while the disk is
 * slow nothing is read, and TCP makes the sender wait.
 */
final class SocketBody implements Body {

    private final SocketChannel channel;
    private final Patience patience;
    private volatile @Nullable Reason reason;
    private ByteBuffer arrived = ByteBuffer.allocate(0);
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    SocketBody(SocketChannel channel, Patience patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /**
     * Called before the first {@link #next}.
     *
     * @param read what was read already
     * @param reused what later bytes come in
     */
    void begin(byte[] read, ByteBuffer reused) {
        arrived = ByteBuffer.wrap(read);
        buffer = reused;
    }

    /** Why it was cut; {@code null} if it was not. */
    @Nullable
    Reason reason() {
        return reason;
    }

    @Override
    public @Nullable ByteBuffer next() throws BodyCutException {
        if (arrived.hasRemaining()) {
            ByteBuffer all = arrived;
            arrived = ByteBuffer.allocate(0);
            return all;
        }
        int read = read();
        Reason why = reason;
        if (why != null) {
            throw new BodyCutException(why);
        }
        return read < 0 ? null : buffer.flip();
    }

    private int read() {
        buffer.clear();
        patience.waits();
        int read = 0;
        try {
            read = channel.read(buffer);
            return read;
        } catch (IOException e) {
            endFor(Reason.GONE);
            return -1;
        } finally {
            patience.brought(Math.max(0, read));
        }
    }

    /** Whoever reads sees the end of the stream; answers can still be written. */
    @Override
    public void cut(Reason why) {
        if (endFor(why)) {
            try {
                channel.shutdownInput();
            } catch (ClosedChannelException e) {
                // It has ended.
            } catch (IOException e) {
                reason = Reason.GONE;
            }
        }
    }

    private synchronized boolean endFor(Reason why) {
        boolean first = reason == null;
        if (first) {
            reason = why;
        }
        return first;
    }

    @Override
    public void close() {
        // The channel is the connection's, which still answers.
    }
}
