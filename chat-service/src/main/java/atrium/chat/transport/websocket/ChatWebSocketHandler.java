package atrium.chat.transport.websocket;

import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import atrium.chat.session.DisplayName;
import atrium.chat.session.Participant;
import atrium.chat.session.Roles;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.flow.FlowControlHandler;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Takes a request on {@code /ws} or {@code /ws/{room}} from Spring's hands into the room's.
 *
 * <p>Spring does what it is good at: routing, identity, problems. With the upgrade Reactor Netty does the handshake and
 * puts the frame codec into the pipeline; from then on {@link WebSocketMember} has the channel to itself, because a
 * reactive stream a session costs four times as much for every delivery.
 */
final class ChatWebSocketHandler implements WebHandler {

    private final ChatProtocol protocol;
    private final WebSocketConnections connections;
    private final Supplier<String> memberIds;

    /** @param memberIds gives a new, unguessable word each time */
    ChatWebSocketHandler(ChatProtocol protocol, WebSocketConnections connections, Supplier<String> memberIds) {
        this.protocol = protocol;
        this.connections = connections;
        this.memberIds = memberIds;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        Handshake handshake = Handshake.of(exchange.getRequest(), roomInPath(exchange));
        if (!connections.accepting()) {
            throw ChatProblem.GOING_AWAY.with("Connect again.").retryAfter(Duration.ofSeconds(1));
        }
        if (!protocol.rooms().admits(handshake.room())) {
            throw ChatProblem.TOO_MANY_ROOMS
                    .with("Join another room, or try later.")
                    .retryAfter(Duration.ofMinutes(1));
        }
        ServerHttpResponse response = exchange.getResponse();
        return exchange.getPrincipal()
                .map(ChatWebSocketHandler::roles)
                .defaultIfEmpty(List.of())
                .flatMap(roles -> response.setComplete().then(upgrade(response, handshake, roles)));
    }

    private Mono<Void> upgrade(ServerHttpResponse response, Handshake handshake, List<String> roles) {
        HttpServerResponse nativeResponse = ServerHttpResponseDecorator.getNativeResponse(response);
        return Mono.defer(() -> nativeResponse.sendWebsocket(
                (in, out) -> {
                    in.withConnection(connection -> attach(connection.channel(), handshake, roles));
                    return out.neverComplete();
                },
                spec(handshake.mode())));
    }

    /** Frames may be as large as a message; what is larger is answered with 1009 by the decoder. */
    private WebsocketServerSpec spec(Mode mode) {
        int largest = protocol.conversation(mode).largestMessage(protocol.limits());
        var spec = WebsocketServerSpec.builder().maxFramePayloadLength(largest).compress(false);
        return switch (mode) {
            case PLAIN -> spec.build();
            case JSON -> spec.protocols(Mode.SUBPROTOCOL).build();
        };
    }

    private void attach(Channel channel, Handshake handshake, List<String> roles) {
        String id = memberIds.get();
        Sender self = new Sender(id, DisplayName.of(handshake.name(), id));
        WebSocketMember member =
                new WebSocketMember(protocol, new Participant(self, roles), handshake.room(), handshake.mode());
        ChannelPipeline pipeline = channel.pipeline();
        // Hands over frame by frame, so that a pause in reading holds for frames that came in the same packet.
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "atrium.flow", new FlowControlHandler());
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "atrium.member", member);
        connections.add(channel);
    }

    private static @Nullable String roomInPath(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return variables.get("room");
    }

    private static List<String> roles(Principal principal) {
        return principal instanceof Authentication known ? Roles.of(known) : List.of();
    }
}
