package atrium.chat.transport.websocket;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a silent peer whether it is still there (RFC 6455, section 5.5.2), and closes the connection of one that does not
 * answer for as long again. Confined to the connection's event loop.
 */
final class SilenceWatch {

    private final ChatProtocol protocol;
    private final ChannelHandlerContext context;
    private long heardAt;
    private boolean pinged;
    private @Nullable Future<?> next;

    SilenceWatch(ChatProtocol protocol, ChannelHandlerContext context) {
        this.protocol = protocol;
        this.context = context;
        heard();
        look();
    }

    /** Something came. */
    void heard() {
        heardAt = protocol.now();
        pinged = false;
    }

    /** Nothing of a connection that is gone is to wait for its timer. */
    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void look() {
        long idle = protocol.connection().idle().toNanos();
        long silence = protocol.now() - heardAt;
        if (silence >= 2 * idle) {
            context.close();
            return;
        }
        if (silence >= idle && !pinged) {
            pinged = true;
            context.writeAndFlush(Frames.ping(context.alloc()), context.voidPromise());
        }
        long delay = pinged ? 2 * idle - silence : idle - silence;
        next = context.executor().schedule(this::look, Math.max(delay, 1), TimeUnit.NANOSECONDS);
    }
}
