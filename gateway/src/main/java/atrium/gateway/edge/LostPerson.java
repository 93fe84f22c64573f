package atrium.gateway.edge;

import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Shows a person who follows a wrong link the app, which says so; programs get the problem. */
final class LostPerson implements WebExceptionHandler, ServerResponse.Context {

    private final ServerCodecConfigurer codecs;

    LostPerson(ServerCodecConfigurer codecs) {
        this.codecs = codecs;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        boolean nothingThere =
                error instanceof ResponseStatusException unmapped && unmapped.getStatusCode() == HttpStatus.NOT_FOUND;
        if (!nothingThere || !wantsPage(exchange.getRequest())) {
            return Mono.error(error);
        }
        return Page.document(HttpStatus.NOT_FOUND).flatMap(document -> document.writeTo(exchange, this));
    }

    private static boolean wantsPage(ServerHttpRequest request) {
        return request.getMethod() == HttpMethod.GET
                && request.getHeaders().getAccept().contains(MediaType.TEXT_HTML);
    }

    @Override
    public List<HttpMessageWriter<?>> messageWriters() {
        return codecs.getWriters();
    }

    @Override
    public List<ViewResolver> viewResolvers() {
        return List.of();
    }
}
