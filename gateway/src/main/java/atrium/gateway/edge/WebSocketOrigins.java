package atrium.gateway.edge;

import atrium.platform.problem.ProblemException;
import java.util.List;
import java.util.Locale;
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
        return isSame(origin.toLowerCase(Locale.ROOT), request)
                || listed.stream().anyMatch(origin::equalsIgnoreCase);
    }

    /** A page that came unencrypted does not count as one of a host that is asked encrypted: anybody may have written it. */
    private static boolean isSame(String origin, ServerHttpRequest request) {
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (host == null) {
            return false;
        }
        String asked = host.toLowerCase(Locale.ROOT);
        boolean encrypted = "https".equals(request.getURI().getScheme());
        return isOf(origin, "https://", asked, ":443") || !encrypted && isOf(origin, "http://", asked, ":80");
    }

    /** An origin leaves the scheme's own port out (RFC 6454, section 6.2); a {@code Host} may name it. */
    private static boolean isOf(String origin, String scheme, String host, String port) {
        String bare = host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
        return origin.length() == scheme.length() + bare.length() && origin.startsWith(scheme) && origin.endsWith(bare);
    }
}
