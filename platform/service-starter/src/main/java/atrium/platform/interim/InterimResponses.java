package atrium.platform.interim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Interim responses to one HTTP/1.1 request.
 *
 * <p>Neither WebFlux nor Reactor Netty can send one other than {@code 100 Continue}: to Reactor Netty's traffic handler
 * any head is the response, after which it ends the request. So the bytes of the head are handed to the connection
 * below the HTTP codec, which sees none of it. What makes that safe: Reactor Netty answers the requests of a connection
 * one after another, and a head is written in one piece.
 */
public final class InterimResponses {

    private final ServerHttpResponse response;
    private final Channel client;

    private InterimResponses(ServerHttpResponse response, Channel client) {
        this.response = response;
        this.client = client;
    }

    /** Those to {@code exchange}; nothing where its client speaks no HTTP/1.1. */
    public static Optional<InterimResponses> to(ServerWebExchange exchange) {
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (!request.version().text().equals("HTTP/1.1")) {
            return Optional.empty();
        }
        AtomicReference<@Nullable Channel> channel = new AtomicReference<>();
        request.withConnection(connection -> channel.set(connection.channel()));
        return Optional.ofNullable(channel.get())
                .filter(client -> codec(client) != null)
                .map(client -> new InterimResponses(exchange.getResponse(), client));
    }

    /**
     * Sends one, from any thread; it overtakes nothing that the same thread has sent, and nothing that the same thread
     * sends later overtakes it. Once the response has begun, or while the client takes nothing, it is left out: an
     * interim response promises nothing that the response does not.
     */
    public void send(HttpResponseStatus status, HttpHeaders fields) {
        if (response.isCommitted() || !client.isWritable()) {
            return;
        }
        if (client.eventLoop().inEventLoop()) {
            write(status, fields);
        } else {
            client.eventLoop().execute(() -> write(status, fields));
        }
    }

    private void write(HttpResponseStatus status, HttpHeaders fields) {
        ChannelHandlerContext codec = codec(client);
        if (codec != null && client.isActive()) {
            codec.writeAndFlush(head(codec, status, fields));
        }
    }

    /** RFC 9112, section 4: the status line, the fields, an empty line; never a body (RFC 9110, section 15.2). */
    private static ByteBuf head(ChannelHandlerContext codec, HttpResponseStatus status, HttpHeaders fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        fields.forEach(field -> head.append(field.getKey())
                .append(": ")
                .append(field.getValue())
                .append("\r\n"));
        return ByteBufUtil.writeAscii(codec.alloc(), head.append("\r\n"));
    }

    private static @Nullable ChannelHandlerContext codec(Channel client) {
        return client.pipeline().context(NettyPipeline.HttpCodec);
    }
}
