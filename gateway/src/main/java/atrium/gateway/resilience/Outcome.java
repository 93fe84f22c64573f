package atrium.gateway.resilience;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.netty.channel.AbortedException;

/** How an attempt at an instance ended, as far as it tells about the instance. */
enum Outcome {
    /** It gave an answer, good or bad. */
    ANSWERED,
    /**
     * It gave a 503 that does not say when to come back: as one does that is starting or leaving. With
     * {@code Retry-After} the answer is about what was asked for, which is no better elsewhere: a source that is away, a
     * room that is full.
     */
    UNAVAILABLE,
    /** The connection could not be opened: nothing of the request was sent. */
    UNREACHED,
    /** The connection broke before the answer began: whether the request was carried out nobody knows. */
    BROKE,
    /** Something that says nothing about the instance. */
    UNRELATED;

    /** Of an attempt that ended without an error. */
    static Outcome of(ServerHttpResponse response) {
        boolean unavailable = response.getStatusCode() == HttpStatus.SERVICE_UNAVAILABLE
                && !response.isCommitted()
                && !response.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER);
        return unavailable ? UNAVAILABLE : ANSWERED;
    }

    /** Of an attempt that failed. */
    static Outcome of(Throwable error) {
        return switch (error) {
            case ConnectException refused -> UNREACHED;
            case NoRouteToHostException unreachable -> UNREACHED;
            case UnknownHostException unknown -> UNREACHED;
            case IOException reset -> BROKE;
            case AbortedException unsent -> BROKE; // a kept connection that ended under the request, or its body did
            default -> UNRELATED;
        };
    }

    /** For the meter's tag. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
