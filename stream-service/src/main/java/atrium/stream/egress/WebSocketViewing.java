package atrium.stream.egress;

import atrium.stream.live.Ending;
import atrium.stream.live.Outlet;
import atrium.stream.live.Packaging;
import atrium.stream.live.Start;
import atrium.stream.live.StreamEndedException;
import atrium.stream.live.Watch;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import java.util.Optional;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * One viewer over WebSocket. The upgrade is accepted even where there is nothing to see, because a browser tells its
 * page the code of a close but not the status of a refused upgrade. Only that of a private room is refused: who may not
 * enter is told that before anything else, as over HTTP.
 */
final class WebSocketViewing {

    /** RFC 6455, section 5.5: a control frame holds 125 bytes, two of which are the code. */
    private static final int LONGEST_REASON = 123;

    private final ServerWebExchange exchange;
    private final Packaging packaging;
    private final Start start;

    WebSocketViewing(ServerWebExchange exchange, Packaging packaging, Start start) {
        this.exchange = exchange;
        this.packaging = packaging;
        this.start = start;
    }

    Mono<Void> serve(Optional<VisibleStream> stream) {
        ServerHttpResponse response = exchange.getResponse();
        HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
        return response.setComplete()
                .then(Mono.defer(() -> connection.sendWebsocket((in, out) -> stream.map(found -> watch(found, in, out))
                        .orElseGet(() -> close(out, new Ending(Ending.Cause.NOT_FOUND, "no such stream"))))));
    }

    private Mono<Void> watch(VisibleStream stream, WebsocketInbound in, WebsocketOutbound out) {
        Watch watch = stream.watch();
        Mono<Void> viewing = Mono.fromCompletionStage(watch.ready())
                .then(Mono.<Void>create(sink -> play(watch, in, out, sink)))
                .onErrorResume(StreamEndedException.class, e -> close(out, e.ending()));
        // What a viewer says is read, so that its close is heard, and ignored.
        return Mono.firstWithSignal(viewing, in.receive().then()).doFinally(signal -> watch.close());
    }

    private void play(Watch watch, WebsocketInbound in, WebsocketOutbound out, MonoSink<Void> sink) {
        in.withConnection(connection -> {
            Channel channel = connection.channel();
            channel.closeFuture().addListener(closed -> sink.success());
            ChannelHandlerContext encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
            if (encoder == null) {
                sink.error(new IllegalStateException("no WebSocket encoder in " + channel.pipeline()));
            } else {
                watch.play(new WebSocketOutlet(channel, encoder, out), packaging, Carrier.WEBSOCKET, start);
            }
        });
    }

    private static Mono<Void> close(WebsocketOutbound out, Ending ending) {
        return out.sendClose(ending.cause().webSocketCode(), shortened(ending.detail()));
    }

    /** To what fits a control frame, at the end of a character. */
    private static String shortened(String text) {
        int end = text.length();
        while (ByteBufUtil.utf8Bytes(text.substring(0, end)) > LONGEST_REASON) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end);
    }

    private record WebSocketOutlet(Channel channel, ChannelHandlerContext encoder, WebsocketOutbound out)
            implements Outlet {

        @Override
        public ChannelOutboundInvoker writer() {
            return encoder;
        }

        @Override
        public void end(Ending ending) {
            close(out, ending).subscribe();
        }
    }
}
