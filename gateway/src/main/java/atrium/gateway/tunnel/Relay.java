package atrium.gateway.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a tunnel: what is read here is written to the peer, which lives on the same event loop.
 *
 * <p>Back-pressure: while the peer does not take what it was given, nothing more is read here, so that the sender's own
 * TCP window closes. At most one read beyond the peer's high-water mark is held. A peer that takes nothing for the stall
 * timeout ends the tunnel: the sender could not even tell us that it has hung up, behind bytes that nobody reads.
 */
final class Relay extends ChannelInboundHandlerAdapter {

    private final Channel peer;
    private final Duration stallTimeout;
    private @Nullable Future<?> check;

    Relay(Channel peer, Duration stallTimeout) {
        this.peer = peer;
        this.stallTimeout = stallTimeout;
    }

    /** The codec that has read the head of an answer may hand on its end, which is not for the peer, before it goes. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            peer.write(bytes, peer.voidPromise());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        peer.flush();
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
            if (check == null) {
                checkLater(context);
            }
        }
    }

    /** This side takes data again, or stops to: the peer may read, or must not. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        peer.config().setAutoRead(context.channel().isWritable());
    }

    /** What is still on its way to the peer gets there, if the peer takes it. */
    @Override
    public void channelInactive(ChannelHandlerContext context) {
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (check == null) {
            checkLater(context);
        }
    }

    /** A broken connection is not our error: both sides end. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void checkLater(ChannelHandlerContext context) {
        long waiting = waitingForPeer();
        check = context.executor()
                .schedule(() -> check(context, waiting), stallTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check(ChannelHandlerContext context, long before) {
        check = null;
        long waiting = waitingForPeer();
        if (waiting > 0 && waiting == before) {
            context.close();
            peer.close();
        } else if (waiting > 0) {
            checkLater(context);
        }
    }

    private long waitingForPeer() {
        ChannelOutboundBuffer pending = peer.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
