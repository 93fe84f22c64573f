package atrium.gateway.edge;

import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets only paths pass that mean the same to everybody who reads them, so that one which was matched against the routes
 * and the rules of access is the one that the service sees. Nothing is normalised: what would have to be is refused.
 *
 * <p>In place of Spring Security's own, which refuses the same in some twenty searches of the path, and matches every
 * header's value against a regular expression; those Netty has validated when it read them.
 */
final class UnambiguousPaths implements ServerWebExchangeFirewall {

    /** What hides in an escape: separators, dots, another escape, and bytes that no UTF-8 text has (RFC 3629, section 3). */
    private static final String NOT_ESCAPED = "%/\\.;\u007f\u00c0\u00c1";

    private static final int LOWEST_PRINTABLE = 0x20;
    private static final int LAST_OF_ASCII = 0x7f;
    private static final int LAST_LEAD_BYTE = 0xf4;

    @Override
    public Mono<ServerWebExchange> getFirewalledExchange(ServerWebExchange exchange) {
        return isUnambiguous(exchange.getRequest().getURI().getRawPath())
                ? Mono.just(exchange)
                : Mono.error(new ServerExchangeRejectedException("The address is written ambiguously."));
    }

    static boolean isUnambiguous(String path) {
        int segment = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                if (i > 0 && endsBadly(path, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else if (isRefused(c) || c == '%' && hides(path, i)) {
                return false;
            }
        }
        return !isDots(path, segment, path.length());
    }

    /** RFC 3986, section 3.3: parameters of a segment are known to some, and a backslash is a slash to others. */
    private static boolean isRefused(char c) {
        return c == ';' || c == '\\' || c <= LOWEST_PRINTABLE || c >= LAST_OF_ASCII;
    }

    /** An empty segment, or one of those that are steps (RFC 3986, section 5.2.4). */
    private static boolean endsBadly(String path, int from, int to) {
        return from == to || isDots(path, from, to);
    }

    private static boolean isDots(String path, int from, int to) {
        int length = to - from;
        return length == 1 && path.charAt(from) == '.'
                || length == 2 && path.charAt(from) == '.' && path.charAt(from + 1) == '.';
    }

    private static boolean hides(String path, int percent) {
        if (percent + 2 >= path.length()) {
            return true;
        }
        int high = Character.digit(path.charAt(percent + 1), 16);
        int low = Character.digit(path.charAt(percent + 2), 16);
        int meant = high << 4 | low;
        return high < 0
                || low < 0
                || meant < LOWEST_PRINTABLE
                || meant > LAST_LEAD_BYTE
                || NOT_ESCAPED.indexOf(meant) >= 0;
    }
}
