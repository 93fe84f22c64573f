package atrium.stream.pull.proxy;

import atrium.stream.access.SourceRefusedException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a child to the proxy, which carries one GET and its answer (RFC 9110, section 7.6; RFC 9112, section
 * 9.6).
 *
 * <p>One, because a second request on the same connection would have to be held against the policy in the midst of a
 * body that is passed on unread; ffmpeg opens another connection when it is told that this one closes.
 */
final class ProxyHandler extends ChannelInboundHandlerAdapter {

    private static final String CHALLENGE = "Basic realm=\"sources\"";

    private final SourceProxy proxy;
    private @Nullable Channel upstream;
    private boolean asked;

    ProxyHandler(SourceProxy proxy) {
        this.proxy = proxy;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long millis = proxy.limits().head().toMillis();
        ctx.executor().schedule(() -> closeUnlessAsked(ctx), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        try {
            if (msg instanceof HttpRequest request) {
                receive(ctx, request);
            } else if (msg instanceof HttpContent content && content.content().isReadable()) {
                ctx.close(); // a GET has no body
            }
        } finally {
            ReferenceCountUtil.release(msg);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (upstream != null && ctx.channel().isWritable()) {
            upstream.read();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (upstream != null) {
            upstream.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void receive(ChannelHandlerContext ctx, HttpRequest request) {
        if (asked) {
            ctx.close();
            return;
        }
        asked = true;
        Pass pass = proxy.passOf(request.headers().get(HttpHeaderNames.PROXY_AUTHORIZATION))
                .orElse(null);
        if (request.decoderResult().isFailure()) {
            answer(ctx, HttpResponseStatus.BAD_REQUEST);
        } else if (pass == null) {
            answer(ctx, HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED);
        } else if (!request.method().equals(HttpMethod.GET)) {
            answer(ctx, HttpResponseStatus.METHOD_NOT_ALLOWED);
        } else if (!pass.admit(ctx.channel())) {
            pass.failed("the source wants more than " + Pass.MAX_CONNECTIONS + " connections at once");
            answer(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE);
        } else {
            connect(ctx, request, pass);
        }
    }

    private void connect(ChannelHandlerContext ctx, HttpRequest request, Pass pass) {
        Target target;
        try {
            target = Target.parse(request.uri());
        } catch (SourceRefusedException e) {
            Trouble.tell(pass, e);
            answer(ctx, HttpResponseStatus.FORBIDDEN);
            return;
        }
        FullHttpRequest rewritten = rewrite(request, target);
        AnswerHandler answers = new AnswerHandler(ctx.channel(), pass, proxy.limits());
        proxy.dialer()
                .dial(
                        target.url(),
                        ctx.channel().eventLoop(),
                        channel -> channel.pipeline()
                                .addLast(
                                        proxy.limits().client(),
                                        new PlaylistNames(
                                                target.path(), proxy.limits().playlistBytes()),
                                        answers))
                .whenComplete((connected, failure) -> {
                    if (connected == null) {
                        rewritten.release();
                        boolean refused = isRefused(pass, failure);
                        answer(ctx, refused ? HttpResponseStatus.FORBIDDEN : HttpResponseStatus.BAD_GATEWAY);
                    } else {
                        use(ctx, connected, rewritten, answers);
                    }
                });
    }

    private static boolean isRefused(Pass pass, Throwable failure) {
        Trouble.tell(pass, failure);
        return pass.refusal().isDone();
    }

    private void use(ChannelHandlerContext ctx, Channel connected, FullHttpRequest request, AnswerHandler answers) {
        upstream = connected;
        if (!ctx.channel().isActive()) {
            request.release();
            connected.close();
            return;
        }
        answers.expect();
        connected.writeAndFlush(request);
        connected.read();
    }

    /** As the origin expects it, with nothing that was meant for the proxy. */
    private static FullHttpRequest rewrite(HttpRequest request, Target target) {
        FullHttpRequest rewritten =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target.path(), Unpooled.EMPTY_BUFFER);
        HttpHeaders headers = rewritten.headers();
        headers.set(request.headers());
        headers.remove(HttpHeaderNames.PROXY_AUTHORIZATION).remove(HttpHeaderNames.PROXY_CONNECTION);
        if (PlaylistNames.isNamed(target.path())) {
            headers.remove(HttpHeaderNames.RANGE); // it is written anew, so its bytes cannot be counted
        }
        headers.set(HttpHeaderNames.HOST, target.url().authority());
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return rewritten;
    }

    static void answer(ChannelHandlerContext ctx, HttpResponseStatus status) {
        answer(ctx.channel(), status);
    }

    static void answer(Channel channel, HttpResponseStatus status) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
        response.headers()
                .set(HttpHeaderNames.CONTENT_LENGTH, 0)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (status.equals(HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED)) {
            response.headers().set(HttpHeaderNames.PROXY_AUTHENTICATE, CHALLENGE);
        }
        channel.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private void closeUnlessAsked(ChannelHandlerContext ctx) {
        if (!asked) {
            ctx.close();
        }
    }
}
