package atrium.gateway.auth.credential;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Whether a request comes from a page of ours, as the browser says (RFC 6454, section 7; Fetch Metadata).
 *
 * <p>The origin's host and port must be those of {@code Host}. Its scheme counts only where the request came over TLS: a
 * proxy may have taken that off before us.
 */
final class SameOrigin {

    private static final String FETCH_SITE = "Sec-Fetch-Site";
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private SameOrigin() {}

    /** Whether the browser says that it is; false where nothing is said. */
    static boolean isClaimed(ServerHttpRequest request) {
        List<String> origins = request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN);
        if (!origins.isEmpty()) {
            return origins.size() == 1 && isOurs(origins.getFirst(), request);
        }
        return request.getHeaders().getOrEmpty(FETCH_SITE).equals(List.of("same-origin"));
    }

    /** Whether the browser says that it is not; false where nothing is said. */
    static boolean isDenied(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        boolean said = headers.containsHeader(HttpHeaders.ORIGIN) || headers.containsHeader(FETCH_SITE);
        return said && !isClaimed(request);
    }

    private static boolean isOurs(String origin, ServerHttpRequest request) {
        URI uri = parsed(origin);
        InetSocketAddress host = request.getHeaders().getHost();
        if (uri == null || uri.getHost() == null || host == null) {
            return false;
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        boolean plain = "http".equalsIgnoreCase(uri.getScheme());
        boolean asSecure = secure || plain && !"https".equals(request.getURI().getScheme());
        int defaultPort = secure ? HTTPS_PORT : HTTP_PORT;
        return asSecure
                && uri.getHost().equalsIgnoreCase(host.getHostString())
                && port(uri.getPort(), defaultPort) == port(host.getPort(), defaultPort);
    }

    private static int port(int given, int otherwise) {
        return given <= 0 ? otherwise : given;
    }

    private static @Nullable URI parsed(String origin) {
        try {
            return URI.create(origin);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
