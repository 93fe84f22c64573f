package atrium.stream.egress.flv;

import atrium.platform.identity.Role;
import atrium.stream.edge.StreamProblem;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * {@code /stream/{name}.flv}: FLV over HTTP, and over WebSocket for who asks to upgrade.
 *
 * <p>A stream that is not public does not exist for guests.
 */
public final class FlvHandler implements WebHandler {

    /** Where the handler belongs. */
    public static final String PATH = "/stream/{name}.flv";

    private static final MediaType FLV = new MediaType("video", "x-flv");
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final StreamRegistry streams;

    public FlvHandler(StreamRegistry streams) {
        this.streams = streams;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (!METHODS.contains(method)) {
            return Mono.error(new MethodNotAllowedException(method, METHODS));
        }
        Optional<LiveStream> stream = name(exchange).flatMap(streams::find);
        return isAdmin(exchange)
                .map(admin -> stream.filter(found -> admin || found.isPublic()))
                .flatMap(visible -> serve(exchange, visible));
    }

    private static Mono<Void> serve(ServerWebExchange exchange, Optional<LiveStream> stream) {
        if (isUpgrade(exchange)) {
            return new WebSocketViewing(exchange).serve(stream);
        }
        if (stream.isEmpty()) {
            return Mono.error(StreamProblem.NO_SUCH_STREAM.with("No stream has this name now."));
        }
        setHeaders(exchange);
        return HttpMethod.HEAD.equals(exchange.getRequest().getMethod())
                ? exchange.getResponse().setComplete()
                : new HttpViewing(exchange).serve(stream.get());
    }

    private static void setHeaders(ServerWebExchange exchange) {
        exchange.getResponse().setStatusCode(HttpStatus.OK);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.setContentType(FLV);
        headers.setCacheControl("no-cache, no-store");
        headers.set("X-Accel-Buffering", "no");
    }

    private static Optional<StreamName> name(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return StreamName.of(variables.getOrDefault("name", ""));
    }

    private static boolean isUpgrade(ServerWebExchange exchange) {
        String upgrade = exchange.getRequest().getHeaders().getUpgrade();
        return "websocket".equalsIgnoreCase(upgrade);
    }

    private static Mono<Boolean> isAdmin(ServerWebExchange exchange) {
        return exchange.<Principal>getPrincipal().map(FlvHandler::isAdmin).defaultIfEmpty(false);
    }

    private static boolean isAdmin(Principal principal) {
        return principal instanceof Authentication person
                && person.getAuthorities().stream()
                        .anyMatch(granted -> Role.ADMIN.authority().equals(granted.getAuthority()));
    }
}
