package atrium.chat.transport.danmaku;

import atrium.chat.admission.Admission;
import atrium.chat.admission.Client;
import atrium.chat.admission.OpenConnections;
import atrium.chat.admission.OpeningHandshake;
import atrium.chat.admission.Visitors;
import atrium.chat.problem.ChatProblem;
import atrium.chat.session.Reception;
import java.net.InetAddress;
import java.time.Duration;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.security.core.Authentication;
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

    private static final WebsocketServerSpec SPEC =
            WebsocketServerSpec.builder().compress(false).build();

    private final Admission admission;
    private final Reception reception;
    private final OpenConnections connections;
    private final DanmakuPipeline pipeline;

    DanmakuWebSocketHandler(
            Admission admission, Reception reception, OpenConnections connections, DanmakuPipeline pipeline) {
        this.admission = admission;
        this.reception = reception;
        this.connections = connections;
        this.pipeline = pipeline;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        Visitors.Visitor visitor = admission.admit(exchange.getRequest());
        OpeningHandshake.check(exchange.getRequest());
        if (!connections.accepting()) {
            throw ChatProblem.GOING_AWAY.with("Connect again.").retryAfter(Duration.ofSeconds(1));
        }
        ServerHttpResponse response = exchange.getResponse();
        return arrival(exchange).flatMap(arrival -> response.setComplete().then(upgrade(response, visitor, arrival)));
    }

    private Mono<Arrival> arrival(ServerWebExchange exchange) {
        InetAddress address = Client.of(exchange.getRequest()).address();
        return exchange.<Authentication>getPrincipal()
                .singleOptional()
                .map(known -> (wish, who) -> reception.receive(wish, who != null ? who : known.orElse(null), address));
    }

    private Mono<Void> upgrade(ServerHttpResponse response, Visitors.Visitor visitor, Arrival arrival) {
        HttpServerResponse nativeResponse = ServerHttpResponseDecorator.getNativeResponse(response);
        return Mono.defer(() -> nativeResponse.sendWebsocket(
                (in, out) -> {
                    in.withConnection(connection -> {
                        visitor.connected(connection.channel());
                        pipeline.initWebSocket(connection.channel(), arrival);
                    });
                    return out.neverComplete();
                },
                SPEC));
    }
}
