package atrium.gateway.origin;

import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** The origin of a page (RFC 6454), as its browser tells it. */
public final class Origin {

    private Origin() {}

    /**
     * Whether {@code origin} is the host and port that {@code request} asks. Its scheme counts only where the request came
     * encrypted: then a page that came plain is none of ours, since anybody may have written it; otherwise a proxy may
     * have taken the encryption off before us.
     */
    public static boolean isOfHost(String origin, ServerHttpRequest request) {
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        if (host == null) {
            return false;
        }
        String page = origin.toLowerCase(Locale.ROOT);
        String asked = host.toLowerCase(Locale.ROOT);
        boolean encrypted = "https".equals(request.getURI().getScheme());
        return isOf(page, "https://", asked, ":443") || !encrypted && isOf(page, "http://", asked, ":80");
    }

    /** An origin leaves the scheme's own port out (RFC 6454, section 6.2), and a {@code Host} may; not everybody does. */
    private static boolean isOf(String origin, String scheme, String host, String port) {
        String asked = without(port, host);
        return !asked.isEmpty()
                && origin.startsWith(scheme)
                && without(port, origin.substring(scheme.length())).equals(asked);
    }

    private static String without(String port, String host) {
        return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
    }
}
