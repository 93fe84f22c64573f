package atrium.stream.egress.jpeg;

import atrium.platform.blocking.Workers;
import atrium.stream.egress.VisibleStreams;
import atrium.stream.live.LiveStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/** {@code /stream/{name}.jpg}: the last key picture; {@code ?width=} bounds its width. */
public final class SnapshotHandler implements WebHandler {

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final int MIN_WIDTH = 16;
    private static final int MAX_WIDTH = 3840;
    /** A page that shows the same picture twice asks once. */
    private static final CacheControl FRESH =
            CacheControl.maxAge(Duration.ofSeconds(1)).cachePrivate();

    private final Snapshots snapshots;
    private final VisibleStreams streams;
    private final Workers workers;

    public SnapshotHandler(Snapshots snapshots, VisibleStreams streams, Workers workers) {
        this.snapshots = snapshots;
        this.streams = streams;
        this.workers = workers;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (!METHODS.contains(method)) {
            return Mono.error(new MethodNotAllowedException(method, METHODS));
        }
        return streams.find(exchange)
                .switchIfEmpty(Mono.error(VisibleStreams::absent))
                .flatMap(shown -> take(exchange, shown.stream()))
                .flatMap(snapshot -> answer(exchange, snapshot));
    }

    private Mono<Snapshot> take(ServerWebExchange exchange, LiveStream stream) {
        int width = width(exchange);
        return workers.call(exchange, () -> snapshots.take(stream, width).join())
                .onErrorMap(CompletionException.class, e -> e.getCause() == null ? e : e.getCause());
    }

    private static Mono<Void> answer(ServerWebExchange exchange, Snapshot snapshot) {
        ServerHttpResponse response = exchange.getResponse();
        HttpHeaders headers = response.getHeaders();
        headers.setCacheControl(FRESH);
        if (exchange.checkNotModified(snapshot.tag())) {
            return response.setComplete();
        }
        response.setStatusCode(HttpStatus.OK);
        headers.setContentType(MediaType.IMAGE_JPEG);
        headers.setContentLength(snapshot.bytes().length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(snapshot.bytes())));
    }

    private static int width(ServerWebExchange exchange) {
        String asked = exchange.getRequest().getQueryParams().getFirst("width");
        if (asked == null) {
            return MAX_WIDTH;
        }
        int width = asked.matches("\\d{1,4}") ? Integer.parseInt(asked) : -1;
        if (width < MIN_WIDTH || width > MAX_WIDTH) {
            throw new ServerWebInputException(
                    "width: " + asked + " (expected: " + MIN_WIDTH + " to " + MAX_WIDTH + ")");
        }
        return width;
    }
}
