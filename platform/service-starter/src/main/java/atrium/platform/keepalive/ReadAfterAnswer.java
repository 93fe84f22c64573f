package atrium.platform.keepalive;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Reads on when every request of a connection has been answered.
 *
 * <p>Reactor Netty 1.3.7 reads on demand and forgets to when a request that it had to queue, because it came before the
 * last byte of the previous answer was flushed, is answered at once (its issue 4361): the next request on that connection
 * is never read, and its client waits for ever. Browsers do that, and so does the gateway's pool of connections to
 * services. A read too many does no harm; one while requests still wait in the queue would let a client fill it, so there
 * is none then. To be taken out with the release that has the fix.
 *
 * <p>Used on the connection's event loop only.
 */
final class ReadAfterAnswer extends ChannelDuplexHandler {

    private static final String NAME = "atrium.readAfterAnswer";

    private int unanswered;

    /** {@code http} with one in each of its HTTP/1.1 connections, before the first request is looked at. */
    static HttpServer in(HttpServer http) {
        return http.doOnConnection(ReadAfterAnswer::install);
    }

    /** Called with each request; HTTP/2 streams have no traffic handler, and do not need this. */
    private static void install(Connection connection) {
        ChannelPipeline pipeline = connection.channel().pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null && pipeline.get(NAME) == null) {
            ReadAfterAnswer handler = new ReadAfterAnswer();
            handler.unanswered = 1; // the request with which we are called has passed already
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, NAME, handler);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            unanswered++;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent && !isInterim(message) && --unanswered <= 0) {
            context.write(message, promise.unvoid()).addListener((ChannelFutureListener) sent -> context.read());
        } else {
            context.write(message, promise);
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
