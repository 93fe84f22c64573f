package atrium.gateway.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** The request that opens a tunnel, as one hop passes it on; for WebSockets by RFC 6455, section 4. */
final class Upgrade {

    /** What concerns this hop only (RFC 9110, section 7.6.1), and what the body's new framing makes untrue. */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length");

    /** Services count connections by address, and see none but ours. */
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private Upgrade() {}

    static boolean isAskedFor(ServerHttpRequest request) {
        return request.getMethod().name().equals("GET")
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(
                        String.valueOf(request.getHeaders().getUpgrade()));
    }

    static boolean mayPass(String header) {
        return !OF_ONE_HOP.contains(header.toLowerCase(Locale.ROOT));
    }

    /** The client's request, after the gateway's header filters, asking {@code target} for the same. */
    static FullHttpRequest request(
            Passage passage, ServerWebExchange exchange, URI target, List<HttpHeadersFilter> filters) {
        String query = target.getRawQuery();
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.GET,
                target.getRawPath() + (query == null ? "" : "?" + query),
                Unpooled.EMPTY_BUFFER);
        HttpHeadersFilter.filterRequest(filters, exchange).forEach((name, values) -> {
            if (mayPass(name)) {
                request.headers().add(name, values);
            }
        });
        if (!request.headers().contains(HttpHeaderNames.HOST)) {
            request.headers().set(HttpHeaderNames.HOST, target.getAuthority());
        }
        // Where trusted proxies are configured a filter has written it; what a client wrote the filters have removed.
        InetSocketAddress client = exchange.getRequest().getRemoteAddress();
        if (client != null && !request.headers().contains(FORWARDED_FOR)) {
            request.headers().set(FORWARDED_FOR, client.getHostString());
        }
        if (passage == Passage.UPGRADE) {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            request.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        } else {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return request;
    }
}
