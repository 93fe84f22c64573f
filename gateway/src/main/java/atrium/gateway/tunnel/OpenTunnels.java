package atrium.gateway.tunnel;

import atrium.platform.lifecycle.Phases;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/**
 * The tunnels that stand now. On stop they are closed before the web server waits for its requests: a tunnel is a
 * request that does not end.
 *
 * <p>Meter: {@code atrium.gateway.tunnels}.
 */
final class OpenTunnels implements SmartLifecycle {

    private static final long CLOSE_SECONDS = 2;

    /** Bytes that the kernel may hold unsent for a client: what lies there cannot be skipped any more. */
    private static final long UNSENT = 16 * 1024;

    private final Supplier<TunnelProperties> properties;
    private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean running;

    OpenTunnels(Supplier<TunnelProperties> properties, MeterRegistry meters) {
        this.properties = properties;
        Gauge.builder("atrium.gateway.tunnels", clients, ChannelGroup::size)
                .description("WebSockets and endless replies that are relayed now")
                .register(meters);
    }

    /**
     * Turns both connections into pipes and hands the head of the answer on; must be called on their common event loop.
     * Takes over {@code answer}. Completes when the tunnel is closed.
     *
     * @param ours what the gateway says in every answer, unless the service says otherwise
     */
    Mono<Void> connect(Channel client, Answer answer, HttpHeaders ours) {
        Channel upstream = answer.upstream();
        if (!client.isActive()) {
            answer.close();
            return Mono.empty();
        }
        clients.add(client);
        client.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, UNSENT);
        dropHandlers(client.pipeline());
        Duration stallTimeout = properties.get().stallTimeout();
        client.pipeline().addLast(new Relay(upstream, stallTimeout));
        addMissing(ours, answer.response());
        client.writeAndFlush(head(client, answer.response()));
        answer.response().release();
        upstream.pipeline().addLast(new Relay(client, stallTimeout));
        dropHandshake(upstream.pipeline());
        upstream.config().setAutoRead(true);
        client.config().setAutoRead(true);
        return Mono.create(sink -> client.closeFuture().addListener(closed -> sink.success()));
    }

    /** All but TLS: from here on the bytes are not HTTP any more. */
    private static void dropHandlers(ChannelPipeline pipeline) {
        for (Map.Entry<String, ChannelHandler> entry : pipeline.toMap().entrySet()) {
            if (!(entry.getValue() instanceof SslHandler)) {
                pipeline.remove(entry.getValue());
            }
        }
    }

    /** The codec goes last, because it then passes on what it has read beyond the head. */
    private static void dropHandshake(ChannelPipeline pipeline) {
        pipeline.remove(UpstreamConnector.HANDSHAKE);
        pipeline.remove(UpstreamConnector.AGGREGATOR);
        pipeline.remove(UpstreamConnector.CODEC);
    }

    /** But for what concerns a body, which is the service's own. */
    private static void addMissing(HttpHeaders ours, HttpResponse response) {
        ours.forEach((name, values) -> {
            if (Upgrade.mayPass(name) && !response.headers().contains(name)) {
                response.headers().set(name, values);
            }
        });
    }

    /** An answer to an upgrade has no body, and must not tell its length (RFC 9110, section 8.6), which the aggregator adds. */
    private static ByteBuf head(Channel client, HttpResponse response) {
        if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        }
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(response.status()).append("\r\n");
        response.headers()
                .forEach(header -> head.append(header.getKey())
                        .append(": ")
                        .append(header.getValue())
                        .append("\r\n"));
        head.append("\r\n");
        ByteBuf bytes = client.alloc().buffer(head.length());
        bytes.writeCharSequence(head, StandardCharsets.ISO_8859_1);
        return bytes;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        clients.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Phases.DRAIN;
    }
}
