package atrium.platform.identity;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.UriUtils;

/**
 * Reads the query's {@code access_token} (RFC 6750, section 2.3) as {@code Authorization: Bearer ...}, for WebSocket
 * handshakes only: a page cannot give them a header. Elsewhere it counts for nothing.
 *
 * <p>A query ends up in logs and traces, which RFC 6750, section 5.3 warns of. So this comes before all else that sees a
 * request, and takes the parameter out of every one.
 */
final class AccessTokenParameter implements HttpHandlerDecoratorFactory {

    private static final String NAME = "access_token";

    /** RFC 6750, section 2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    @Override
    public HttpHandler apply(HttpHandler next) {
        return (request, response) -> next.handle(withoutParameter(request), response);
    }

    private static ServerHttpRequest withoutParameter(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        if (query == null || !query.contains(NAME)) {
            return request;
        }
        var parts = Arrays.stream(query.split("&"))
                .collect(Collectors.partitioningBy(part -> part.equals(NAME) || part.startsWith(NAME + "=")));
        List<String> tokens = parts.getOrDefault(true, List.of());
        String rest = String.join("&", parts.getOrDefault(false, List.of()));
        return request.mutate()
                .uri(withQuery(request.getURI(), rest))
                .headers(headers -> {
                    if (isHandshake(request)) {
                        tokens.forEach(part -> headers.add(HttpHeaders.AUTHORIZATION, "Bearer " + token(part)));
                    }
                })
                .build();
    }

    private static URI withQuery(URI uri, String query) {
        String whole = uri.toString();
        String path = whole.substring(0, whole.indexOf('?'));
        return URI.create(query.isEmpty() ? path : path + "?" + query);
    }

    /** RFC 6455, section 4.1. */
    private static boolean isHandshake(ServerHttpRequest request) {
        return request.getMethod() == HttpMethod.GET
                && "websocket".equalsIgnoreCase(request.getHeaders().getUpgrade());
    }

    /** What is no token stays encoded, so that it fits into a header and is wrong. */
    private static String token(String part) {
        String encoded = part.substring(Math.min(part.length(), NAME.length() + 1));
        String decoded = UriUtils.decode(encoded, StandardCharsets.UTF_8);
        return TOKEN.matcher(decoded).matches() ? decoded : encoded;
    }
}
