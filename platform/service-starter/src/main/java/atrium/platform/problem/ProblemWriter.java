package atrium.platform.problem;

import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts an error on the wire as {@code application/problem+json} (RFC 9457): always with {@code instance}, the path of
 * the request, and {@code traceId}, by which the log has it.
 *
 * <p>An error that nobody foresaw is logged with its stack trace and answered without its text, which may name what the
 * outside should not see.
 */
public final class ProblemWriter {

    private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);

    private final JsonMapper json;

    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** Answers {@code exchange} with what {@code error} means; fails with {@code error} if an answer has begun. */
    public Mono<Void> write(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        return write(exchange, asErrorResponse(exchange, error));
    }

    private Mono<Void> write(ServerWebExchange exchange, ErrorResponse error) {
        ServerHttpResponse response = exchange.getResponse();
        ProblemDetail body = error.getBody();
        body.setInstance(URI.create(exchange.getRequest().getURI().getRawPath()));
        body.setProperty("traceId", traceId(exchange));
        response.setStatusCode(error.getStatusCode());
        response.getHeaders().putAll(error.getHeaders());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        DataBuffer bytes = response.bufferFactory().wrap(json.writeValueAsBytes(body));
        return response.writeWith(Mono.just(bytes));
    }

    private static ErrorResponse asErrorResponse(ServerWebExchange exchange, Throwable error) {
        if (error instanceof ResponseStatusException unmapped && unmapped.getStatusCode() == HttpStatus.NOT_FOUND) {
            return PlatformProblem.NOT_FOUND.with("No service has this path.");
        }
        if (error instanceof ErrorResponse known) {
            return known;
        }
        log.error(
                "{} {} failed, traceId {}",
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath(),
                traceId(exchange),
                error);
        return PlatformProblem.INTERNAL.with("The error is in the log under this traceId.");
    }

    /** The W3C trace id of the request; without a tracer, the id under which the web server logs it. */
    public static String traceId(ServerWebExchange exchange) {
        return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .map(context -> context.<TracingContext>get(TracingContext.class))
                .map(TracingContext::getSpan)
                .map(span -> span.context().traceId())
                .orElseGet(() -> exchange.getRequest().getId());
    }
}
