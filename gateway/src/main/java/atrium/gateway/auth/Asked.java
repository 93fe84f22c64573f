package atrium.gateway.auth;

import atrium.gateway.auth.throttle.AddressKey;
import atrium.platform.problem.PlatformProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Mono;

/** What every endpoint reads of a request in the same way. */
final class Asked {

    private static final String SCHEME = "Bearer ";

    private Asked() {}

    /** The JSON body; what is none is refused without a word of it. Empty where there is none. */
    static <T> Mono<T> body(ServerRequest request, Class<T> type) {
        return request.bodyToMono(type)
                .onErrorMap(
                        ServerWebInputException.class,
                        e -> PlatformProblem.BAD_REQUEST.with("The body is not the JSON that is expected here."))
                .onErrorMap(
                        UnsupportedMediaTypeStatusException.class,
                        e -> PlatformProblem.BAD_REQUEST.with("Content-Type: expected application/json"));
    }

    /** The body that has to be there. */
    static <T> Mono<T> neededBody(ServerRequest request, Class<T> type) {
        return body(request, type)
                .switchIfEmpty(Mono.error(() -> PlatformProblem.BAD_REQUEST.with("The body is missing.")));
    }

    /** The bearer token, empty if there is none. */
    static String bearer(ServerRequest request) {
        String header = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : "";
    }

    static String address(ServerRequest request) {
        return AddressKey.of(request.remoteAddress().orElse(null));
    }
}
