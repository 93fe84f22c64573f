package atrium.gateway.edge;

import atrium.platform.problem.ProblemWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * What every answer says to the browser, unless who answers says otherwise: a download has a content security policy of
 * its own, the page a stricter one.
 *
 * <p>They are there before anybody answers, because that costs no hook in the answer's way; as a filter of the gateway
 * this takes out again what a service has said itself, since the gateway would add the one to the other.
 */
final class AnswerHeaders implements HttpHeadersFilter {

    /** The id under which logs and traces have the request. */
    static final String REQUEST_ID = "X-Request-Id";

    /** RFC 6797, section 7.2: over a secure transport only. Without subdomains, which may not be ours. */
    private static final String STRICT_TRANSPORT = "Strict-Transport-Security";

    private static final String A_YEAR = "max-age=31536000";

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "X-Frame-Options",
            "DENY",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), "
                    + "geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), bluetooth=()");

    private static final List<String> NAMES = Stream.concat(
                    ALWAYS.keySet().stream(), Stream.of(STRICT_TRANSPORT, REQUEST_ID))
            .toList();

    static void prepare(ServerWebExchange exchange) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        ALWAYS.forEach(answer::set);
        answer.set(REQUEST_ID, ProblemWriter.traceId(exchange));
        if ("https".equals(exchange.getRequest().getURI().getScheme())) {
            answer.set(STRICT_TRANSPORT, A_YEAR);
        }
    }

    @Override
    public boolean supports(Type type) {
        return type == Type.RESPONSE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders service, ServerWebExchange exchange) {
        HttpHeaders answer = exchange.getResponse().getHeaders();
        for (String name : NAMES) {
            if (service.containsHeader(name)) {
                answer.remove(name);
            }
        }
        return service;
    }
}
