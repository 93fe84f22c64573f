package atrium.gateway.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.TimeUnit;
import reactor.netty.NettyPipeline;

/**
 * A problem (RFC 9457) told to a client whose request never became one, and the end of its connection. Written as bytes
 * below the HTTP codec, because above it Reactor Netty waits for a request to belong to it.
 */
enum EarlyAnswer {
    UNREADABLE(HttpResponseStatus.BAD_REQUEST, "bad-request", "The request is not valid"),
    LINE_TOO_LONG(HttpResponseStatus.REQUEST_URI_TOO_LONG, "uri-too-long", "The address is too long"),
    HEAD_TOO_LARGE(
            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "headers-too-large", "The headers are too large"),
    TOO_SLOW(HttpResponseStatus.REQUEST_TIMEOUT, "too-slow", "The request came too slowly");

    /** How long what the client still sends is taken and dropped: a reset at once would destroy the answer on its way. */
    private static final long LINGER_MILLIS = 500;

    private final HttpResponseStatus status;
    private final String code;
    private final String title;

    EarlyAnswer(HttpResponseStatus status, String code, String title) {
        this.status = status;
        this.code = code;
        this.title = title;
    }

    /** On the event loop of {@code client}; nothing must have been answered to the request that this is about. */
    void end(Channel client) {
        ChannelHandlerContext codec = client.pipeline().context(NettyPipeline.HttpCodec);
        if (codec == null) {
            client.close();
            return;
        }
        codec.writeAndFlush(bytes(codec)).addListener(written -> {
            if (written.isSuccess() && client instanceof DuplexChannel duplex) {
                client.config().setAutoRead(true);
                duplex.shutdownOutput();
                client.eventLoop().schedule(() -> client.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                client.close();
            }
        });
    }

    private ByteBuf bytes(ChannelHandlerContext codec) {
        String body = "{\"type\":\"urn:atrium:problem:" + code + "\",\"title\":\"" + title + "\",\"status\":"
                + status.code() + ",\"code\":\"" + code + "\",\"traceId\":\""
                + codec.channel().id().asShortText() + "\"}";
        return ByteBufUtil.writeAscii(
                codec.alloc(),
                "HTTP/1.1 " + status + "\r\nContent-Type: application/problem+json\r\nContent-Length: "
                        + body.length()
                        + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
                        + body);
    }
}
