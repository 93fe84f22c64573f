package atrium.files.download;

import atrium.files.http.StoreAway;
import atrium.files.storage.StoreUnavailableException;
import atrium.platform.problem.PlatformProblem;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponse;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** What {@code ProblemWriter} does for WebFlux, where there is none: the same problem, with the same members. */
final class ProblemAnswers {

    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);

    /** W3C Trace Context, section 3.2: version, trace-id, parent-id, flags. */
    private static final Pattern TRACE_PARENT =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

    private static final int TRACE_ID_BYTES = 16;

    private final JsonMapper json;
    private final RandomGenerator random;

    ProblemAnswers(JsonMapper json, RandomGenerator random) {
        this.json = json;
        this.random = random;
    }

    /** Answers with what {@code error} means; fails with it if an answer has begun. */
    Mono<Void> answer(HttpServerRequest request, HttpServerResponse response, Throwable error) {
        if (response.hasSentHeaders()) {
            return Mono.error(error);
        }
        String traceId = traceId(request);
        ErrorResponse problem = asErrorResponse(request, error, traceId);
        byte[] text = json.writeValueAsBytes(body(problem, request, traceId));
        HttpHeaders headers = response.status(problem.getStatusCode().value()).responseHeaders();
        headers.clear();
        problem.getHeaders().forEach(headers::set);
        headers.set(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_LENGTH, text.length);
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendObject(Unpooled.wrappedBuffer(text)).then();
    }

    private static ProblemDetail body(ErrorResponse problem, HttpServerRequest request, String traceId) {
        ProblemDetail body = problem.getBody();
        body.setInstance(URI.create('/' + request.path()));
        body.setProperty("traceId", traceId);
        return body;
    }

    private static ErrorResponse asErrorResponse(HttpServerRequest request, Throwable error, String traceId) {
        if (error instanceof ErrorResponse known) {
            return known;
        }
        if (error instanceof StoreUnavailableException) {
            return StoreAway.problem();
        }
        log.error("{} {} failed, traceId {}", request.method(), request.path(), traceId, error);
        return PlatformProblem.INTERNAL.with("The error is in the log under this traceId.");
    }

    /** The trace that the gateway began; else an id that is only in our log. */
    private String traceId(HttpServerRequest request) {
        @Nullable String parent = request.requestHeaders().get("traceparent");
        Matcher trace = TRACE_PARENT.matcher(parent == null ? "" : parent);
        if (trace.matches()) {
            return trace.group(1);
        }
        byte[] id = new byte[TRACE_ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }
}
