package atrium.stream.protocol.rtmp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Tells the peer what arrived, once a window of it (RTMP 1.0, section 5.4.3); stands before the chunk decoder. A peer that
 * does not read is told nothing more, so that nothing piles up for it.
 */
public final class AcknowledgementHandler extends ChannelInboundHandlerAdapter {

    /** Until the peer names its own; a smaller one than this would only cost packets. */
    private static final int SMALLEST_WINDOW = 64 * 1024;

    private int window = Integer.MAX_VALUE;
    private long received;
    private long acknowledged;

    /** The peer's Window Acknowledgement Size (section 5.4.4). */
    public void window(int bytes) {
        window = Math.max(bytes, SMALLEST_WINDOW);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            received += bytes.readableBytes();
            if (received - acknowledged >= window && context.channel().isWritable()) {
                acknowledged = received;
                context.writeAndFlush(RtmpWriter.acknowledgement(context.alloc(), (int) received));
            }
        }
        context.fireChannelRead(message);
    }
}
