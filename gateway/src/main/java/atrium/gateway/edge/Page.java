package atrium.gateway.edge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * The web app: one document for every path that the app knows, and its assets, whose names change with their content.
 *
 * <p>The document may load nothing from another host and run no inline script (CSP level 3). {@code blob:} is for the
 * player: Media Source Extensions give the video element a blob URL.
 */
final class Page {

    private static final String CONTENT_SECURITY_POLICY = String.join(
            "; ",
            "default-src 'self'",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'");

    private static final Resource DOCUMENT = new ClassPathResource("static/index.html");
    private static final Resource ASSETS = new ClassPathResource("static/assets/");
    private static final Duration A_YEAR = Duration.ofDays(365);

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(read("/", "/rooms/{room}", "/ops"), Page::document)
                .route(read("/favicon.svg"), request -> icon())
                .add(RouterFunctions.resources("/assets/**", ASSETS, (resource, headers) -> immutable(headers)))
                .build();
    }

    /** GET, and HEAD, which functional routes do not add by themselves. */
    static RequestPredicate read(String... paths) {
        RequestPredicate any = Stream.of(paths)
                .map(RequestPredicates::path)
                .reduce(RequestPredicate::or)
                .orElseThrow();
        return RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD).and(any);
    }

    private static Mono<ServerResponse> document(ServerRequest request) {
        return document(HttpStatus.OK);
    }

    /** The document as the answer {@code status}; the app finds out by itself what to show for the path. */
    static Mono<ServerResponse> document(HttpStatus status) {
        return ServerResponse.status(status)
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .cacheControl(CacheControl.noCache())
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .bodyValue(DOCUMENT);
    }

    private static Mono<ServerResponse> icon() {
        return ServerResponse.ok()
                .contentType(MediaType.valueOf("image/svg+xml"))
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)))
                .bodyValue(new ClassPathResource("static/favicon.svg"));
    }

    private static void immutable(HttpHeaders headers) {
        headers.setCacheControl(CacheControl.maxAge(A_YEAR).cachePublic().immutable());
        headers.set("X-Content-Type-Options", "nosniff");
    }
}
