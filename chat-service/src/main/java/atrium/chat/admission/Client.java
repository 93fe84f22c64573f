package atrium.chat.admission;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Where a request comes from and which host it was sent to, as the client sees it.
 *
 * <p>Behind the gateway both are known from {@code X-Forwarded-For} and {@code X-Forwarded-Host}. The gateway drops what
 * others wrote there; here they count only from a private address, since a service's port is open to no other.
 *
 * @param address of the client
 * @param host as in the header {@code Host} of the client's request
 */
public record Client(InetAddress address, @Nullable String host) {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_HOST = "X-Forwarded-Host";

    /** RFC 4193: what IPv6 has for private addresses. */
    private static final int UNIQUE_LOCAL = 0xFC;

    private static final int UNIQUE_LOCAL_MASK = 0xFE;

    public static Client of(ServerHttpRequest request) {
        InetAddress peer = addressOf(request.getRemoteAddress());
        HttpHeaders headers = request.getHeaders();
        String host = headers.getFirst(HttpHeaders.HOST);
        if (!isPrivate(peer)) {
            return new Client(peer, host);
        }
        return new Client(
                farthest(values(headers, FORWARDED_FOR).toList()).orElse(peer),
                values(headers, FORWARDED_HOST).findFirst().orElse(host));
    }

    /** The address of a peer's socket; loopback if it is not known any more. */
    public static InetAddress addressOf(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress socket && socket.getAddress() != null
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    /**
     * The last public address is the first that none of our proxies has; a network that has private addresses only
     * writes the client's first.
     */
    private static Optional<InetAddress> farthest(List<String> hops) {
        List<InetAddress> addresses =
                hops.stream().map(Client::literal).flatMap(Optional::stream).toList();
        return addresses.reversed().stream()
                .filter(address -> !isPrivate(address))
                .findFirst()
                .or(() -> addresses.stream().findFirst());
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // RFC 7239, section 6, allows "unknown" and made-up names
        }
    }

    private static Stream<String> values(HttpHeaders headers, String name) {
        return headers.getOrEmpty(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || (address instanceof Inet6Address && (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL);
    }
}
