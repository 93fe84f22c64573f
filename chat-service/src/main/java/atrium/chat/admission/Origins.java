package atrium.chat.admission;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may open a WebSocket here (RFC 6455, section 10.2).
 *
 * <p>A browser tells the page's origin (RFC 6454, section 7) and no page can make it lie. Without this check any page
 * that somebody visits could talk here in their name. Who sends no origin is no browser, and could claim any.
 */
final class Origins {

    private static final String ANY = "*";
    private static final Map<String, String> DEFAULT_PORTS = Map.of("http", ":80", "https", ":443");

    private Origins() {}

    /**
     * Whether a page may connect.
     *
     * @param origins all values of the header {@code Origin}
     * @param host that the client has connected to, with its port unless it is the default one
     * @param allowed origins that may always
     */
    static boolean allow(List<String> origins, @Nullable String host, List<String> allowed) {
        if (origins.isEmpty() || allowed.contains(ANY)) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.getFirst();
        return allowed.stream().anyMatch(origin::equalsIgnoreCase) || (host != null && isOf(origin, host));
    }

    /** Compares scheme aside: whoever ends TLS before us speaks plain HTTP to us. */
    private static boolean isOf(String origin, String host) {
        int scheme = origin.indexOf("://");
        String port = scheme < 0 ? null : DEFAULT_PORTS.get(origin.substring(0, scheme));
        if (port == null) {
            return false;
        }
        String authority = normal(origin.substring(scheme + "://".length()), port);
        return !authority.isEmpty() && authority.equals(normal(host, port));
    }

    private static String normal(String authority, String defaultPort) {
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(defaultPort) ? lower.substring(0, lower.length() - defaultPort.length()) : lower;
    }
}
