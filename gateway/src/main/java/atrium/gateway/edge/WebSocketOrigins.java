package atrium.gateway.edge;

import atrium.gateway.origin.Origin;
import atrium.platform.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Which pages may open a WebSocket (RFC 6455, section 10.2): a browser lets any page do it, with the cookies of the host
 * that is asked, and no other rule of the same origin applies. Programs send no origin, and have no cookie that a page
 * could misuse.
 */
final class WebSocketOrigins {

    private WebSocketOrigins() {}

    /** The refusal of {@code request}, if it is a handshake of a page that may not. */
    static @Nullable ProblemException refusal(ServerHttpRequest request, List<String> listed) {
        HttpHeaders headers = request.getHeaders();
        if (!request.getMethod().equals(HttpMethod.GET) || !"websocket".equalsIgnoreCase(headers.getUpgrade())) {
            return null;
        }
        List<String> origins = headers.getOrEmpty(HttpHeaders.ORIGIN);
        boolean allowed = origins.isEmpty()
                ? !headers.containsHeader(HttpHeaders.COOKIE)
                : origins.size() == 1 && mayOpen(origins.getFirst(), request, listed);
        return allowed
                ? null
                : GatewayProblem.ORIGIN_NOT_ALLOWED.with("A page of this origin may not open a WebSocket here.");
    }

    private static boolean mayOpen(String origin, ServerHttpRequest request, List<String> listed) {
        return Origin.isOfHost(origin, request)
                || listed.stream().anyMatch(origin::equalsIgnoreCase);
    }
}
