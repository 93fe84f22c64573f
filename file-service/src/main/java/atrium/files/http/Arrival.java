package atrium.files.http;

import org.springframework.web.server.ServerWebExchange;

/**
 * When a request came. A worker may come to an older one after a newer one of the same client: what is lost with a
 * connection must not take the upload from what goes on with it.
 */
public final class Arrival {

    private static final String ATTRIBUTE = Arrival.class.getName();

    private Arrival() {}

    /** Notes it; on the event loop, before anything of the request is handed on. */
    public static void note(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, System.nanoTime());
    }

    /** As {@link System#nanoTime}. */
    static long of(ServerWebExchange exchange) {
        return exchange.<Long>getRequiredAttribute(ATTRIBUTE);
    }
}
