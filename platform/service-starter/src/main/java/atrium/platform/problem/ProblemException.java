package atrium.platform.problem;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** An answer that is not a success, on its way to the edge, where {@link ProblemWriter} puts it on the wire. */
public final class ProblemException extends ErrorResponseException {

    private final ProblemType type;

    ProblemException(ProblemType type, String detail) {
        super(type.status(), body(type, detail), null);
        this.type = type;
    }

    public ProblemType type() {
        return type;
    }

    /** Adds {@code Retry-After} in whole seconds, at least one. */
    public ProblemException retryAfter(Duration delay) {
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, delay.toSeconds())));
        return this;
    }

    /** Adds a header that the answer must carry, e.g. {@code Allow} or {@code Content-Range}. */
    public ProblemException header(String name, String value) {
        getHeaders().set(name, value);
        return this;
    }

    /** Adds an extension member (RFC 9457, section 3.2), e.g. the limit that was exceeded. */
    public ProblemException member(String name, Object value) {
        getBody().setProperty(name, value);
        return this;
    }

    private static ProblemDetail body(ProblemType type, String detail) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(type.status(), detail);
        body.setType(type.uri());
        body.setTitle(type.title());
        body.setProperty("code", type.code());
        return body;
    }
}
