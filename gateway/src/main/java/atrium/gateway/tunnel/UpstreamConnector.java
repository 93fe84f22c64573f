package atrium.gateway.tunnel;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Connects to a service on the client's event loop, so that a tunnel never changes threads, and asks. */
final class UpstreamConnector {

    static final String CODEC = "codec";
    static final String AGGREGATOR = "aggregator";
    static final String HANDSHAKE = "handshake";

    private static final int CONNECT_MILLIS = 2_000;

    /**
     * What may wait here for a client that reads slowly. By itself the kernel takes megabytes, and a service could not
     * see that it should skip something.
     */
    private static final int RECEIVE_BUFFER = 128 * 1024;

    private static final int MAX_REFUSAL_BYTES = 64 * 1024;

    /** The service's answer; fails as a failed HTTP request does. */
    Mono<Answer> ask(Passage passage, Channel client, URI target, FullHttpRequest request) {
        return Mono.create(sink -> {
            ChannelFuture connected = bootstrap(passage, client, sink).connect(target.getHost(), target.getPort());
            sink.onCancel(() -> connected.channel().close());
            connected.addListener(done -> {
                if (done.isSuccess()) {
                    connected.channel().writeAndFlush(request);
                } else {
                    request.release();
                    sink.error(done.cause());
                }
            });
        });
    }

    @SuppressWarnings("unchecked") // the client's own channel class connects, too: NIO, epoll or io_uring
    private static Bootstrap bootstrap(Passage passage, Channel client, MonoSink<Answer> sink) {
        return new Bootstrap()
                .group(client.eventLoop())
                .channel((Class<? extends Channel>) client.getClass())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(CODEC, passage.codec())
                                .addLast(AGGREGATOR, new HttpObjectAggregator(MAX_REFUSAL_BYTES))
                                .addLast(HANDSHAKE, new Handshake(sink, passage.patience()));
                    }
                });
    }

    /** Waits for the one answer, then stops reading: what follows is the tunnel's. */
    private static final class Handshake extends SimpleChannelInboundHandler<FullHttpResponse> {

        private final MonoSink<Answer> sink;
        private final Duration patience;
        private boolean answered;

        Handshake(MonoSink<Answer> sink, Duration patience) {
            this.sink = sink;
            this.patience = patience;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.executor().schedule(() -> giveUp(context), patience.toMillis(), TimeUnit.MILLISECONDS);
            context.fireChannelActive();
        }

        private void giveUp(ChannelHandlerContext context) {
            if (!answered) {
                fail(context, new TimeoutException("no answer within " + patience.toSeconds() + " s"));
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            answered = true;
            context.channel().config().setAutoRead(false);
            sink.success(new Answer(context.channel(), response.retain()));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (!answered) {
                fail(context, new ClosedBeforeAnswerException());
            }
            context.fireChannelInactive();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(context, cause);
        }

        private void fail(ChannelHandlerContext context, Throwable cause) {
            answered = true;
            sink.error(cause);
            context.close();
        }
    }
}
