package atrium.chat.transport.danmaku;

import atrium.chat.problem.ChatProblem;
import atrium.chat.wire.OpeningHandshake;
import java.time.Duration;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Takes a request on {@code /ws/danmaku} from Spring's hands: Reactor Netty does the handshake, and from then on the
 * {@link DanmakuPipeline} has the channel to itself.
 */
final class DanmakuWebSocketHandler implements WebHandler {

    /** Frames end where they like in messages, so a message may be larger than any frame; what is larger gets a 1009. */
    private static final int LARGEST_MESSAGE = 256 * 1024;

    private static final WebsocketServerSpec SPEC = WebsocketServerSpec.builder()
            .maxFramePayloadLength(LARGEST_MESSAGE)
            .compress(false)
            .build();

    private final DanmakuConnections connections;
    private final DanmakuPipeline pipeline;

    DanmakuWebSocketHandler(DanmakuConnections connections, DanmakuPipeline pipeline) {
        this.connections = connections;
        this.pipeline = pipeline;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        OpeningHandshake.check(exchange.getRequest());
        if (!connections.accepting()) {
            throw ChatProblem.GOING_AWAY.with("Connect again.").retryAfter(Duration.ofSeconds(1));
        }
        ServerHttpResponse response = exchange.getResponse();
        return response.setComplete().then(upgrade(response));
    }

    private Mono<Void> upgrade(ServerHttpResponse response) {
        HttpServerResponse nativeResponse = ServerHttpResponseDecorator.getNativeResponse(response);
        return Mono.defer(() -> nativeResponse.sendWebsocket(
                (in, out) -> {
                    in.withConnection(connection -> pipeline.initWebSocket(connection.channel()));
                    return out.neverComplete();
                },
                SPEC));
    }
}
