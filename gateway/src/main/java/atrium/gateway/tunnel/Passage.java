package atrium.gateway.tunnel;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.netty.channel.ChannelHandler;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Optional;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.HttpMethod;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.http.server.HttpServerRequest;

/** The two kinds of requests after whose answer both connections are nothing but pipes. */
enum Passage {
    /** A WebSocket: after the 101 (RFC 6455, section 4). */
    UPGRADE(Duration.ofSeconds(10)) {
        @Override
        ChannelHandler codec() {
            return new HttpClientCodec();
        }

        @Override
        boolean isOpenedBy(HttpResponse answer) {
            return answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
        }
    },

    /** A reply that does not end, as live media: after the head of a 200 that tells no length. A cold source may take its time. */
    ENDLESS_REPLY(Duration.ofSeconds(30)) {
        @Override
        ChannelHandler codec() {
            return new CombinedChannelDuplexHandler<>(new HeadDecoder(), new HttpRequestEncoder());
        }

        @Override
        boolean isOpenedBy(HttpResponse answer) {
            return HeadDecoder.isEndless(answer);
        }
    };

    /** What a route that leads to endless replies has in its metadata, as {@code true}. */
    private static final String METADATA = "endless-replies";

    private final Duration patience;

    Passage(Duration patience) {
        this.patience = patience;
    }

    /** What {@code exchange} asks for; nothing where it is an ordinary request. */
    static Optional<Passage> of(ServerWebExchange exchange, HttpServerRequest request) {
        if (Upgrade.isAskedFor(exchange.getRequest())) {
            return Optional.of(UPGRADE);
        }
        Route route = exchange.getAttribute(GATEWAY_ROUTE_ATTR);
        boolean endless = route != null
                && Boolean.parseBoolean(String.valueOf(route.getMetadata().get(METADATA)));
        boolean plainGet = exchange.getRequest().getMethod().equals(HttpMethod.GET)
                && request.version().text().equals("HTTP/1.1");
        return endless && plainGet ? Optional.of(ENDLESS_REPLY) : Optional.empty();
    }

    /** The handler that writes the request and reads the answer. */
    abstract ChannelHandler codec();

    /** Whether the service's answer opens the pipe. */
    abstract boolean isOpenedBy(HttpResponse answer);

    /** How long the service may take to answer. */
    Duration patience() {
        return patience;
    }
}
