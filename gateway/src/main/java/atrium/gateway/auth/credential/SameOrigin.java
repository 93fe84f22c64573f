package atrium.gateway.auth.credential;

import atrium.gateway.origin.Origin;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Whether a request comes from a page of ours, as the browser says (RFC 6454, section 7; Fetch Metadata). */
final class SameOrigin {

    private static final String FETCH_SITE = "Sec-Fetch-Site";

    private SameOrigin() {}

    /** Whether the browser says that it is; false where nothing is said. */
    static boolean isClaimed(ServerHttpRequest request) {
        List<String> origins = request.getHeaders().getOrEmpty(HttpHeaders.ORIGIN);
        if (!origins.isEmpty()) {
            return origins.size() == 1 && Origin.isOfHost(origins.getFirst(), request);
        }
        return request.getHeaders().getOrEmpty(FETCH_SITE).equals(List.of("same-origin"));
    }

    /** Whether the browser says that it is not; false where nothing is said. */
    static boolean isDenied(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        boolean said = headers.containsHeader(HttpHeaders.ORIGIN) || headers.containsHeader(FETCH_SITE);
        return said && !isClaimed(request);
    }
}
