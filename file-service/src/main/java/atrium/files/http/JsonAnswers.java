package atrium.files.http;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a small JSON text. */
public final class JsonAnswers {

    private final JsonMapper json;

    public JsonAnswers(JsonMapper json) {
        this.json = json;
    }

    public Mono<Void> write(ServerWebExchange exchange, HttpStatus status, Object value) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setCacheControl("no-store");
        byte[] text = json.writeValueAsBytes(value);
        response.getHeaders().setContentLength(text.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(text)));
    }
}
