package atrium.chat.transport.danmaku;

import java.util.Map;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * {@code /ws/danmaku} belongs to danmaku clients, unless a subprotocol is offered: they know none, and so a room of this
 * name stays open to clients of {@code atrium.chat.v1}.
 */
final class DanmakuMapping extends SimpleUrlHandlerMapping {

    private static final int BEFORE_ROOMS = -2;

    DanmakuMapping(WebHandler handler) {
        super(Map.of("/ws/danmaku", handler), BEFORE_ROOMS);
    }

    @Override
    public Mono<Object> getHandlerInternal(ServerWebExchange exchange) {
        boolean offers = exchange.getRequest().getHeaders().containsHeader("Sec-WebSocket-Protocol");
        return offers ? Mono.empty() : super.getHandlerInternal(exchange);
    }
}
