package atrium.chat.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The way out of a connection. What a room says goes straight into the socket as long as nothing waits before it: the
 * kernel's send is then all that a delivery costs. What the socket does not take at once goes Netty's way, which waits
 * for the socket, and so does everything where there is no bare socket (TLS, no epoll).
 *
 * <p>Confined to the channel's event loop, where it is closed, too: a number that the kernel gives to another connection
 * is never written to.
 */
public final class Outlet {

    private final ChannelHandlerContext context;
    private final @Nullable ChannelOutboundBuffer queue;
    private final @Nullable Socket socket;

    /** @param context of a handler behind which nothing changes what is written */
    public Outlet(ChannelHandlerContext context) {
        this.context = context;
        this.queue = context.channel().unsafe().outboundBuffer();
        this.socket = bareSocket(context);
    }

    private static @Nullable Socket bareSocket(ChannelHandlerContext context) {
        boolean bare = context.channel() instanceof EpollSocketChannel
                && context.pipeline().get(SslHandler.class) == null;
        return bare && ((EpollSocketChannel) context.channel()).fd() instanceof Socket found ? found : null;
    }

    /** Sends {@code bytes} now, or as soon as the socket takes them. They stay the caller's, and so do their indices. */
    public void send(ByteBuf bytes) {
        int sent = sendNow(bytes);
        int rest = bytes.readableBytes() - sent;
        if (rest > 0) {
            write(bytes.retainedSlice(bytes.readerIndex() + sent, rest));
            flush();
        }
    }

    /** How many bytes the socket took. */
    private int sendNow(ByteBuf bytes) {
        if (socket == null || pendingBytes() > 0 || !socket.isOpen() || !bytes.hasMemoryAddress()) {
            return 0;
        }
        try {
            return socket.sendAddress(bytes.memoryAddress(), bytes.readerIndex(), bytes.writerIndex());
        } catch (IOException e) {
            return 0; // Netty's way meets the same error, and ends the connection
        }
    }

    /** Takes ownership of {@code bytes} and puts them last. */
    public void write(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
    }

    public void flush() {
        context.flush();
    }

    /** Bytes written that the kernel has not taken yet. */
    public long pendingBytes() {
        return queue == null ? 0 : queue.totalPendingWriteBytes();
    }
}
