package atrium.chat.transport.danmaku;

import atrium.chat.room.CloseReason;
import atrium.chat.wire.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The way to a client. Used on its event loop, if not said otherwise. */
final class ClientLink {

    /** RFC 6455, section 7.4.1. */
    private static final int NORMAL_CLOSURE = 1000;

    private final ChannelHandlerContext context;
    private final Carrier carrier;
    private final Outlet outlet;

    ClientLink(ChannelHandlerContext context, Carrier carrier) {
        this.context = context;
        this.carrier = carrier;
        this.outlet = new Outlet(context);
    }

    EventLoop loop() {
        return context.channel().eventLoop();
    }

    boolean active() {
        return context.channel().isActive();
    }

    /** The bytes of {@code message}, which the caller owns. Any thread. */
    ByteBuf frame(Stt message) {
        return Frames.of(message, carrier, ByteBufAllocator.DEFAULT);
    }

    void write(Stt message) {
        write(frame(message));
    }

    /** Past the queue, if nothing waits there. {@code bytes} stay the caller's. */
    void send(ByteBuf bytes) {
        outlet.send(bytes);
    }

    /** Takes ownership of {@code bytes}. */
    void write(ByteBuf bytes) {
        outlet.write(bytes);
    }

    void flush() {
        outlet.flush();
    }

    long pendingBytes() {
        return outlet.pendingBytes();
    }

    /** Says why, then ends the connection. */
    void end(CloseReason reason, String detail) {
        write(Answers.error(reason, detail));
        carrier.end(context, reason.code(), detail);
    }

    /** Ends the connection of a client that breaks what carries its frames, in the words of that. */
    void end(CloseReason reason) {
        carrier.end(context, reason.code(), reason.text());
    }

    /** Ends the connection because the client wants it. */
    void part() {
        carrier.end(context, NORMAL_CLOSURE, "");
    }

    Future<?> cutOff(long afterMillis) {
        return loop().schedule(this::cut, afterMillis, TimeUnit.MILLISECONDS);
    }

    void cut() {
        context.close();
    }
}
