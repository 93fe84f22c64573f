package atrium.gateway.edge;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One line a request, when it has ended: address, method, path, status, bytes of the body, milliseconds, request id. Off
 * until the level of the logger {@code atrium.access} is {@code INFO}.
 *
 * <p>The path is written without its query, which may hold a token, and no header is written at all. The path is as it
 * came, percent-encoded, so it cannot begin a line of its own. A tunnel's bytes are not counted.
 */
final class AccessLog {

    private static final Logger access = LoggerFactory.getLogger("atrium.access");

    private AccessLog() {}

    static boolean isOn() {
        return access.isInfoEnabled();
    }

    static Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long began = System.nanoTime();
        Counted response = new Counted(exchange.getResponse());
        return chain.filter(exchange.mutate().response(response).build())
                .doFinally(end -> write(exchange.getRequest(), response, System.nanoTime() - began));
    }

    private static void write(ServerHttpRequest request, Counted response, long nanos) {
        InetSocketAddress client = request.getRemoteAddress();
        HttpStatusCode status = response.getStatusCode();
        access.info(
                "{} {} {} {} {} {} {}",
                client == null ? "-" : client.getHostString(),
                request.getMethod(),
                request.getURI().getRawPath(),
                status == null ? "-" : status.value(),
                response.bytes,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                dash(response.getHeaders().getFirst(AnswerHeaders.REQUEST_ID)));
    }

    private static String dash(@Nullable String text) {
        return text == null ? "-" : text;
    }

    /** Counts what is written through it; one thread at a time writes. */
    private static final class Counted extends ServerHttpResponseDecorator {

        private long bytes;

        Counted(ServerHttpResponse response) {
            super(response);
        }

        @Override
        public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
            return super.writeWith(
                    body instanceof Mono<? extends DataBuffer> one
                            ? one.doOnNext(this::count)
                            : Flux.from(body).doOnNext(this::count));
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return super.writeAndFlushWith(
                    Flux.from(body).map(part -> Flux.from(part).doOnNext(this::count)));
        }

        private void count(DataBuffer part) {
            bytes += part.readableByteCount();
        }
    }
}
