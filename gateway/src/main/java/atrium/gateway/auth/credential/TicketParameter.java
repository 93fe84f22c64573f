package atrium.gateway.auth.credential;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query's {@code ticket}, and the address without it.
 *
 * @param tickets as many as were given
 */
record TicketParameter(List<String> tickets, URI rest) {

    private static final String NAME = "ticket=";

    static boolean concerns(URI uri) {
        @Nullable String query = uri.getRawQuery();
        return query != null && (query.startsWith(NAME) || query.contains("&" + NAME));
    }

    static TicketParameter of(URI uri) {
        List<String> tickets = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        @Nullable String query = uri.getRawQuery();
        for (String part : (query == null ? "" : query).split("&")) {
            if (part.startsWith(NAME)) {
                tickets.add(part.substring(NAME.length()));
            } else if (!part.isEmpty()) {
                rest.add(part);
            }
        }
        String whole = uri.toString();
        int question = whole.indexOf('?');
        String path = question < 0 ? whole : whole.substring(0, question);
        return new TicketParameter(tickets, URI.create(rest.isEmpty() ? path : path + "?" + String.join("&", rest)));
    }
}
