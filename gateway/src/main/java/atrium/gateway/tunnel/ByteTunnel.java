package atrium.gateway.tunnel;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import atrium.platform.identity.Person;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpResponse;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Carries a WebSocket upgrade, or a request whose reply does not end, to the service that the route chose, and after the
 * head of the answer nothing but bytes.
 *
 * <p>Spring Cloud Gateway answers a client's upgrade before it has asked the service, and decodes, unmasks, masks and
 * encodes every frame; a body passes it as one object after another. Here the service's own answer decides: a refusal
 * reaches the client as the HTTP status that it is, an agreed subprotocol or extension holds end to end, and what follows
 * costs two system calls a piece.
 *
 * <p>All other filters have run by then, so identity, limits and headers apply to these requests as to any other.
 */
public final class ByteTunnel implements GlobalFilter, Ordered {

    /**
     * The attribute of an exchange with a {@link Runnable} that wants to know when the tunnel stands, since the exchange
     * ends only with it. Called on the event loop.
     */
    public static final String OPENED = ByteTunnel.class.getName() + ".opened";

    private final UpstreamConnector connector;
    private final OpenTunnels open;
    private final Places places;
    private final SessionTunnels sessions;
    private final List<HttpHeadersFilter> headers;

    ByteTunnel(
            UpstreamConnector connector,
            OpenTunnels open,
            Places places,
            SessionTunnels sessions,
            List<HttpHeadersFilter> headers) {
        this.connector = connector;
        this.open = open;
        this.places = places;
        this.sessions = sessions;
        this.headers = headers;
    }

    /** Just before the filter that would proxy frame by frame, whose order is the lowest but one. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 2;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI target = exchange.getRequiredAttribute(GATEWAY_REQUEST_URL_ATTR);
        HttpServerRequest request = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
        if (ServerWebExchangeUtils.isAlreadyRouted(exchange)
                || !(target.getScheme().equals("ws") || target.getScheme().equals("http"))) {
            return chain.filter(exchange);
        }
        return Passage.of(exchange, request)
                .map(passage -> places.hold(
                        exchange.getRequest().getRemoteAddress(), pass(passage, exchange, target, channel(request))))
                .orElseGet(() -> chain.filter(exchange));
    }

    private Mono<Void> pass(Passage passage, ServerWebExchange exchange, URI target, Channel client) {
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        return connector
                .ask(passage, client, target, Upgrade.request(passage, exchange, target, headers))
                .flatMap(answer -> passage.isOpenedBy(answer.response())
                        ? relay(exchange, client, answer)
                        : refuse(exchange.getResponse(), answer));
    }

    private Mono<Void> relay(ServerWebExchange exchange, Channel client, Answer answer) {
        exchange.getResponse()
                .setStatusCode(HttpStatusCode.valueOf(answer.response().status().code()));
        exchange.<Runnable>getAttributeOrDefault(OPENED, () -> {}).run();
        Mono<Void> tunnel =
                open.connect(client, answer, exchange.getResponse().getHeaders());
        return session(exchange)
                .doOnNext(session -> sessions.add(session, client))
                .then(tunnel);
    }

    /** In which the asker has signed in; empty where that is nobody, or the installation itself. */
    private static Mono<String> session(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
                ? exchange.getPrincipal().mapNotNull(who -> Person.of(who).map(Person::session).orElse(null))
                : Mono.empty();
    }

    /** The service said no: its answer is a small document, handed on whole. */
    private static Mono<Void> refuse(ServerHttpResponse response, Answer answer) {
        FullHttpResponse refusal = answer.response();
        response.setStatusCode(HttpStatusCode.valueOf(refusal.status().code()));
        refusal.headers().names().forEach(response.getHeaders()::remove);
        refusal.headers().forEach(header -> {
            if (Upgrade.mayPass(header.getKey())) {
                response.getHeaders().add(header.getKey(), header.getValue());
            }
        });
        byte[] body = new byte[refusal.content().readableBytes()];
        refusal.content().readBytes(body);
        answer.close();
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    private static Channel channel(HttpServerRequest request) {
        AtomicReference<Channel> channel = new AtomicReference<>();
        request.withConnection(connection -> channel.set(connection.channel()));
        return channel.get();
    }
}
