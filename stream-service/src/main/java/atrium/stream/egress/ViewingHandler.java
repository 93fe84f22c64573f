package atrium.stream.egress;

import atrium.stream.live.Packaging;
import atrium.stream.live.Start;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * A stream in one container: the body of a reply over HTTP, messages over WebSocket for who asks to upgrade.
 * {@code ?start=live} begins at the next key picture instead of at the current group of pictures.
 */
public final class ViewingHandler implements WebHandler {

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Packaging packaging;
    private final MediaType type;
    private final VisibleStreams streams;

    /** @param type what HTTP says of the container */
    public ViewingHandler(Packaging packaging, MediaType type, VisibleStreams streams) {
        this.packaging = packaging;
        this.type = type;
        this.streams = streams;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (!METHODS.contains(method)) {
            return Mono.error(new MethodNotAllowedException(method, METHODS));
        }
        return streams.find(exchange)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(stream -> serve(exchange, stream));
    }

    private Mono<Void> serve(ServerWebExchange exchange, Optional<VisibleStream> stream) {
        Start start = start(exchange);
        if (isUpgrade(exchange)) {
            return new WebSocketViewing(exchange, packaging, start).serve(stream);
        }
        if (stream.isEmpty()) {
            return Mono.error(VisibleStreams.absent());
        }
        setHeaders(exchange);
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? exchange.getResponse().setComplete()
                : new HttpViewing(exchange, packaging, start).serve(stream.get());
    }

    private void setHeaders(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.OK);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.setContentType(type);
        headers.setCacheControl("no-cache, no-store");
        headers.set("X-Accel-Buffering", "no");
    }

    private static Start start(ServerWebExchange exchange) {
        String asked = exchange.getRequest().getQueryParams().getFirst("start");
        if (asked == null || asked.equals("gop")) {
            return Start.GROUP;
        }
        if (asked.equals("live")) {
            return Start.LIVE;
        }
        throw new ServerWebInputException("start: " + asked + " (expected: gop or live)");
    }

    private static boolean isUpgrade(ServerWebExchange exchange) {
        String upgrade = exchange.getRequest().getHeaders().getUpgrade();
        return "websocket".equalsIgnoreCase(upgrade);
    }
}
