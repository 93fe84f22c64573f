package atrium.stream.pull.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Passes a server's answer on to the child, piece by piece as it comes: the next piece is read when the child's
 * connection has room.
 *
 * <p>The head must be there in time as a whole; how slowly a body may come is watched by ffmpeg, which gives up a
 * silent source.
 */
final class AnswerHandler extends ChannelInboundHandlerAdapter {

    private final Channel child;
    private final Pass pass;
    private final ProxyLimits limits;
    private boolean expected;
    private boolean begun;
    private boolean interim;
    private boolean ended;

    AnswerHandler(Channel child, Pass pass, ProxyLimits limits) {
        this.child = child;
        this.pass = pass;
        this.limits = limits;
    }

    /** The request is sent. What goes wrong before, in TLS, is told by who connects. */
    void expect() {
        expected = true;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        long millis = limits.connect().plus(limits.head()).toMillis();
        ctx.executor().schedule(() -> giveUpUnlessBegun(ctx), millis, TimeUnit.MILLISECONDS);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (ended || !(msg instanceof HttpObject object)) {
            ReferenceCountUtil.release(msg);
        } else if (object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(msg);
            fail(
                    ctx,
                    "what the source answers is not HTTP, or its head is longer than " + limits.headBytes() + " bytes");
        } else if (isInterim(object)) {
            ReferenceCountUtil.release(msg);
        } else {
            passOn(ctx, object);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        child.flush();
        if (child.isWritable()) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!ended) {
            fail(ctx, "the source closed the connection before it had answered in full");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close(); // nothing more will come, and nothing more is sent
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, "the connection to the source broke");
    }

    /** 100 and 103 come before the answer (RFC 9110, section 15.2); 101 would end HTTP and was not asked for. */
    private boolean isInterim(HttpObject object) {
        if (object instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            return interim;
        }
        return interim;
    }

    private void passOn(ChannelHandlerContext ctx, HttpObject object) {
        if (object instanceof HttpResponse response) {
            begun = true;
            pass.succeeded();
            HttpHeaders headers = response.headers();
            headers.remove(HttpHeaderNames.PROXY_AUTHENTICATE)
                    .remove("Keep-Alive")
                    .remove(HttpHeaderNames.UPGRADE);
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (object instanceof LastHttpContent) {
            ended = true;
            child.writeAndFlush(object).addListener(ChannelFutureListener.CLOSE);
            ctx.close();
        } else {
            child.write(object);
        }
    }

    private void giveUpUnlessBegun(ChannelHandlerContext ctx) {
        if (!begun && ctx.channel().isActive()) {
            fail(ctx, "the source did not answer in " + limits.head().toSeconds() + " s");
        }
    }

    private void fail(ChannelHandlerContext ctx, String reason) {
        if (ended || !expected) {
            return;
        }
        ended = true;
        pass.failed(reason);
        ctx.close();
        if (begun) {
            child.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else {
            ProxyHandler.answer(child, HttpResponseStatus.BAD_GATEWAY);
        }
    }
}
