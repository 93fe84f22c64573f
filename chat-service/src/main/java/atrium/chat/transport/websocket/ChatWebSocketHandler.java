package atrium.chat.transport.websocket;

import atrium.chat.admission.Admission;
import atrium.chat.admission.Client;
import atrium.chat.admission.OpenConnections;
import atrium.chat.admission.Visitors;
import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import atrium.chat.session.Participant;
import atrium.chat.session.Reception;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * Takes a request on {@code /ws} or {@code /ws/{room}} from Spring's hands into the room's.
 *
 * <p>Spring does what it is good at: routing, identity, problems. With the upgrade Reactor Netty does the handshake; from
 * then on {@link WebSocketMember} has the channel to itself, because a reactive stream a session costs four times as much
 * for every delivery.
 */
final class ChatWebSocketHandler implements WebHandler {

    private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

    private final ChatProtocol protocol;
    private final Admission admission;
    private final Supplier<CompressionProperties> compression;
    private final OpenConnections connections;
    private final Reception reception;

    ChatWebSocketHandler(
            ChatProtocol protocol,
            Admission admission,
            Supplier<CompressionProperties> compression,
            OpenConnections connections,
            Reception reception) {
        this.protocol = protocol;
        this.admission = admission;
        this.compression = compression;
        this.connections = connections;
        this.reception = reception;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        Visitors.Visitor visitor = admission.admit(exchange.getRequest());
        Handshake handshake = Handshake.of(exchange.getRequest(), roomInPath(exchange));
        if (!connections.accepting()) {
            throw ChatProblem.GOING_AWAY.with("Connect again.").retryAfter(Duration.ofSeconds(1));
        }
        ServerHttpResponse response = exchange.getResponse();
        return participant(exchange, handshake)
                .flatMap(
                        participant -> response.setComplete().then(upgrade(response, handshake, visitor, participant)));
    }

    private Mono<Participant> participant(ServerWebExchange exchange, Handshake handshake) {
        InetAddress address = Client.of(exchange.getRequest()).address();
        return exchange.<Authentication>getPrincipal()
                .singleOptional()
                .map(who -> reception.receive(handshake.name(), who.orElse(null), address))
                .doOnNext(participant -> admit(participant, handshake.room()));
    }

    /** Who may not enter is told that first, and so not whether there is such a room. */
    private void admit(Participant participant, RoomName room) {
        participant.refusal(room).ifPresent(refusal -> {
            throw refusal;
        });
        if (!protocol.rooms().admits(room)) {
            throw ChatProblem.TOO_MANY_ROOMS
                    .with("Join another room, or try later.")
                    .retryAfter(Duration.ofMinutes(1));
        }
    }

    private Mono<Void> upgrade(
            ServerHttpResponse response, Handshake handshake, Visitors.Visitor visitor, Participant participant) {
        HttpServerResponse nativeResponse = ServerHttpResponseDecorator.getNativeResponse(response);
        return Mono.defer(() -> {
            Optional<String> agreed = compression.get().enabled() ? handshake.compression() : Optional.empty();
            agreed.ifPresent(extension -> nativeResponse.header(EXTENSIONS, extension));
            nativeResponse.withConnection(
                    connection -> connection.channel().pipeline().addFirst(new Gate()));
            return nativeResponse.sendWebsocket(
                    (in, out) -> {
                        in.withConnection(connection -> {
                            visitor.connected(connection.channel());
                            attach(
                                    connection,
                                    new WebSocketMember(
                                            protocol,
                                            participant,
                                            handshake.room(),
                                            handshake.mode(),
                                            agreed.isPresent()));
                        });
                        return out.neverComplete();
                    },
                    spec(handshake.mode()));
        });
    }

    private static WebsocketServerSpec spec(Mode mode) {
        var spec = WebsocketServerSpec.builder().compress(false);
        return switch (mode) {
            case PLAIN -> spec.build();
            case JSON -> spec.protocols(Mode.SUBPROTOCOL).build();
        };
    }

    private void attach(Connection connection, WebSocketMember member) {
        Takeover.of(connection, member);
        Gate.open(connection.channel());
        connections.add(connection.channel());
    }

    private static @Nullable String roomInPath(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return variables.get("room");
    }
}
