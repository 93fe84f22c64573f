package atrium.chat.transport.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the answer to an upgrade back until the member has its seat. Reactor Netty hands the connection over only when
 * the answer has left; who has read it could otherwise speak, or be spoken to, before being in the room, and in plain
 * mode nothing else says that one is in.
 *
 * <p>Next to the socket, where the answer comes as bytes. Any other answer than a 101 passes, and the gate goes.
 * Confined to the connection's event loop.
 */
final class Gate extends ChannelOutboundHandlerAdapter {

    private static final ByteBuf SWITCHING_PROTOCOLS = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer("HTTP/1.1 101 ", StandardCharsets.US_ASCII).asReadOnly());

    private final List<Object> held = new ArrayList<>(1);

    /** Lets what was held go, if {@code channel} has a gate. */
    static void open(Channel channel) {
        Gate gate = channel.pipeline().get(Gate.class);
        if (gate != null) {
            gate.letGo(channel.pipeline().context(gate));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (held.isEmpty() && !isUpgrade(message)) {
            context.pipeline().remove(this);
            context.write(message, promise);
            return;
        }
        held.add(message);
        promise.trySuccess(); // hands the connection over, here and now
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        if (held.isEmpty()) {
            context.flush();
        }
    }

    /** The connection has ended before. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    private void letGo(ChannelHandlerContext context) {
        held.forEach(message -> context.write(message, context.voidPromise()));
        held.clear();
        context.flush();
        context.pipeline().remove(this);
    }

    private static boolean isUpgrade(Object message) {
        return message instanceof ByteBuf bytes
                && bytes.readableBytes() >= SWITCHING_PROTOCOLS.readableBytes()
                && ByteBufUtil.equals(
                        bytes, bytes.readerIndex(), SWITCHING_PROTOCOLS, 0, SWITCHING_PROTOCOLS.readableBytes());
    }
}
