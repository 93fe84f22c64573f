package atrium.gateway.auth.credential;

import atrium.gateway.auth.token.Tickets;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads the query's {@code ticket} as the {@code Authorization: Bearer ...} that it stands for: for what a page opens
 * without giving it a header, such as a video or a WebSocket.
 *
 * <p>A query ends up in logs and traces. So this comes before all else that sees a request, and takes the ticket out of
 * every one. A ticket that is none goes on as the token, which is wrong then; one beside a header is not used up.
 */
public final class TicketParameter implements HttpHandlerDecoratorFactory {

    private static final String NAME = "ticket=";

    private final Tickets tickets;

    public TicketParameter(Tickets tickets) {
        this.tickets = tickets;
    }

    @Override
    public HttpHandler apply(HttpHandler next) {
        return (request, response) -> next.handle(withoutTicket(request), response);
    }

    ServerHttpRequest withoutTicket(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        if (query == null || !query.contains(NAME)) {
            return request;
        }
        var parts = Arrays.stream(query.split("&")).collect(Collectors.partitioningBy(part -> part.startsWith(NAME)));
        List<String> given = parts.getOrDefault(true, List.of());
        String rest = String.join("&", parts.getOrDefault(false, List.of()));
        return request.mutate()
                .uri(withQuery(request.getURI(), rest))
                .headers(headers -> {
                    if (!headers.containsHeader(HttpHeaders.AUTHORIZATION)) {
                        given.forEach(part -> headers.add(HttpHeaders.AUTHORIZATION, "Bearer " + bearer(part)));
                    }
                })
                .build();
    }

    private String bearer(String part) {
        String ticket = part.substring(NAME.length());
        return tickets.redeem(ticket).orElse(ticket);
    }

    private static URI withQuery(URI uri, String query) {
        String whole = uri.toString();
        String path = whole.substring(0, whole.indexOf('?'));
        return URI.create(query.isEmpty() ? path : path + "?" + query);
    }
}
