package atrium.stream.pull.proxy;

import atrium.stream.access.SourceRefusedException;
import atrium.stream.access.SourceUrl;
import java.util.Locale;

/**
 * Where a request of a child goes to.
 *
 * <p>ffmpeg never speaks TLS itself (see {@link atrium.stream.ingest.ffmpeg.SourceArguments}), so a source of {@code
 * https} is given to it as {@code http} on a host whose name begins with {@value #TLS}: relative URLs below it keep
 * that name, and a redirect or playlist that names {@code https} is given that name on its way through. An IPv6 address
 * in such a name has {@code -} for {@code :}.
 *
 * @param url scheme, host and port that are connected to
 * @param path path and query that are asked for
 */
record Target(SourceUrl url, String path) {

    static final String TLS = "atrium-tls.";
    static final String TLS_IPV6 = "atrium-tls6.";

    /** Reads the absolute form of a request's target (RFC 9112, section 3.2.2). */
    static Target parse(String uri) throws SourceRefusedException {
        if (!uri.regionMatches(true, 0, "http://", 0, 7)) {
            throw new SourceRefusedException("the source leads to something else than HTTP");
        }
        String afterScheme = uri.substring(7);
        int end = endOfAuthority(afterScheme);
        String authority = afterScheme.substring(0, end).toLowerCase(Locale.ROOT);
        if (authority.contains("@")) {
            throw new SourceRefusedException("the source leads to a URL with a user in it");
        }
        String rest = afterScheme.substring(end).replaceFirst("#.*", "");
        return new Target(SourceUrl.parse(reveal(authority)), rest.startsWith("/") ? rest : "/" + rest);
    }

    /** The name under which ffmpeg asks for {@code authority} when TLS is meant. */
    static String mark(String authority) {
        int bracket = authority.indexOf(']');
        return bracket < 0
                ? TLS + authority
                : TLS_IPV6 + authority.substring(1, bracket).replace(':', '-') + authority.substring(bracket + 1);
    }

    private static String reveal(String authority) {
        if (authority.startsWith(TLS)) {
            return "https://" + authority.substring(TLS.length());
        }
        if (!authority.startsWith(TLS_IPV6)) {
            return "http://" + authority;
        }
        String address = authority.substring(TLS_IPV6.length());
        int colon = address.indexOf(':');
        String port = colon < 0 ? "" : address.substring(colon);
        String host = colon < 0 ? address : address.substring(0, colon);
        return "https://[" + host.replace('-', ':') + "]" + port;
    }

    private static int endOfAuthority(String text) {
        int end = 0;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
