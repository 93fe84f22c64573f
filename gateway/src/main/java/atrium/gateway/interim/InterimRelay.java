package atrium.gateway.interim;

import atrium.platform.interim.InterimResponses;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;

/**
 * Takes the interim responses out of a connection to a service and passes them to the client of the request that runs on
 * it. Reactor Netty knows {@code 100} alone and would take any other for the response.
 *
 * <p>{@code 100} is left to Reactor Netty, which waits for it, and so is {@code 101}, which ends HTTP on the connection.
 * Used on the connection's event loop only.
 */
final class InterimRelay extends ChannelInboundHandlerAdapter {

    private static final String NAME = "atrium.interim";

    /** Of the request that runs now; without one, interim responses are dropped. */
    private @Nullable InterimResponses client;

    private boolean inInterim;

    /** {@code http} with a relay in each of its connections. */
    static HttpClient in(HttpClient http) {
        return http.doOnChannelInit((observer, channel, remote) ->
                        channel.pipeline().addAfter(NettyPipeline.HttpCodec, NAME, new InterimRelay()))
                .doOnRequest(InterimRelay::begin);
    }

    private static void begin(HttpClientRequest request, Connection connection) {
        InterimRelay relay = connection.channel().pipeline().get(InterimRelay.class);
        if (relay != null) {
            relay.client = request.currentContextView()
                    .<InterimResponses>getOrEmpty(InterimResponses.class)
                    .orElse(null);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            inInterim = isInterim(response.status());
            if (inInterim && client != null) {
                client.send(response.status(), response.headers());
            }
        }
        if (!inInterim) {
            context.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (message instanceof LastHttpContent) {
            inInterim = false;
            context.read(); // Reactor Netty asks for one message at a time, and has got none
        }
    }

    private static boolean isInterim(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && !status.equals(HttpResponseStatus.CONTINUE)
                && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    }
}
