package atrium.stream.egress;

import atrium.stream.edge.StreamProblem;
import atrium.stream.live.Ending;
import atrium.stream.live.Outlet;
import atrium.stream.live.Packaging;
import atrium.stream.live.Start;
import atrium.stream.live.StreamEndedException;
import atrium.stream.live.Watch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One viewer over HTTP. The head of the response goes the usual way; the body is written behind the HTTP codec, since
 * packed frames are chunks already.
 */
final class HttpViewing {

    private static final ByteBuf LAST_CHUNK = Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer("0\r\n\r\n", StandardCharsets.US_ASCII))
            .asReadOnly();

    private final ServerWebExchange exchange;
    private final Packaging packaging;
    private final Start start;
    private final HttpServerResponse response;
    private final boolean chunked;

    HttpViewing(ServerWebExchange exchange, Packaging packaging, Start start) {
        this.exchange = exchange;
        this.packaging = packaging;
        this.start = start;
        this.response = ServerHttpResponseDecorator.getNativeResponse(exchange.getResponse());
        this.chunked = HttpVersion.HTTP_1_1.text().equals(response.version().text());
    }

    /** Waits for the stream, then sends it until one of the two ends. */
    Mono<Void> serve(VisibleStream stream) {
        Watch watch = stream.watch();
        return Mono.fromCompletionStage(watch.ready())
                .onErrorMap(StreamEndedException.class, e -> StreamProblem.of(e.ending()))
                .then(Mono.defer(this::sendHead))
                .then(Mono.<Void>create(sink -> play(watch, sink)))
                .doFinally(signal -> watch.close());
    }

    /** Marks Spring's response as sent, so that nothing but the stream writes to it any more. */
    private Mono<Void> sendHead() {
        return exchange.getResponse()
                .setComplete()
                .then(Mono.defer(() -> response.chunkedTransfer(chunked)
                        .keepAlive(false)
                        .sendHeaders()
                        .then()));
    }

    private void play(Watch watch, MonoSink<Void> sink) {
        response.withConnection(connection -> {
            Channel channel = connection.channel();
            channel.closeFuture().addListener(closed -> sink.success());
            ChannelHandlerContext codec = channel.pipeline().context(NettyPipeline.HttpCodec);
            if (codec == null) {
                sink.error(new IllegalStateException("no HTTP/1 codec in " + channel.pipeline()));
            } else {
                Carrier carrier = chunked ? Carrier.CHUNKED : Carrier.PLAIN;
                watch.play(new HttpOutlet(channel, codec, chunked), packaging, carrier, start);
            }
        });
    }

    private record HttpOutlet(Channel channel, ChannelHandlerContext codec, boolean chunked) implements Outlet {

        @Override
        public ChannelOutboundInvoker writer() {
            return codec;
        }

        @Override
        public void end(Ending ending) {
            codec.writeAndFlush(chunked ? LAST_CHUNK.duplicate() : Unpooled.EMPTY_BUFFER)
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
