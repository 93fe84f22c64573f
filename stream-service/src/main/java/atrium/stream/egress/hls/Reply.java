package atrium.stream.egress.hls;

import io.micrometer.core.instrument.Counter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/** The answer to one request. */
final class Reply {

    private static final MediaType PLAYLIST = new MediaType("application", "vnd.apple.mpegurl");
    private static final MediaType MEDIA = new MediaType("video", "mp4");

    /** Longer than anything is listed; nothing is ever something else under the same name. */
    private static final String FOR_GOOD = "max-age=600, immutable";

    private static final NettyDataBufferFactory BUFFERS = new NettyDataBufferFactory(ByteBufAllocator.DEFAULT);

    private final ServerHttpResponse response;
    private final Scheduler scheduler;
    private final boolean isForAll;
    private final Counter bytesOut;

    /** @param isForAll whether everybody may have the answer, caches between us and others included */
    Reply(ServerWebExchange exchange, boolean isForAll, Counter bytesOut) {
        this.response = exchange.getResponse();
        this.scheduler = Schedulers.fromExecutor(loop(response));
        this.isForAll = isForAll;
        this.bytesOut = bytesOut;
    }

    /** What {@code later} gives, on the loop of this connection. */
    <T> Mono<T> await(Mono<T> later) {
        return later.publishOn(scheduler);
    }

    Mono<Void> playlist(byte[] text) {
        head(PLAYLIST, "no-cache", text.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(text)));
    }

    /** Sends the pieces one after the other, without a copy. */
    Mono<Void> media(List<SharedBytes> pieces) {
        return response.writeWith(
                Mono.defer(() -> take(pieces).map(this::mediaBody).orElseGet(HlsHandler::absent)));
    }

    private Mono<DataBuffer> mediaBody(ByteBuf all) {
        head(MEDIA, isForAll ? FOR_GOOD : "private, " + FOR_GOOD, all.readableBytes());
        bytesOut.increment(all.readableBytes());
        return Mono.just(BUFFERS.wrap(all));
    }

    private static Executor loop(ServerHttpResponse response) {
        HttpServerResponse connection = ServerHttpResponseDecorator.getNativeResponse(response);
        AtomicReference<Executor> loop = new AtomicReference<>(Runnable::run);
        connection.withConnection(it -> loop.set(it.channel().eventLoop()));
        return loop.get();
    }

    private void head(MediaType type, String caching, int length) {
        response.setStatusCode(HttpStatus.OK);
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(type);
        headers.setContentLength(length);
        headers.setCacheControl(caching);
    }

    /** All of them, each with a reference of its own, or none. */
    private static Optional<ByteBuf> take(List<SharedBytes> pieces) {
        List<ByteBuf> taken = new ArrayList<>();
        for (SharedBytes piece : pieces) {
            Optional<ByteBuf> bytes = piece.take();
            if (bytes.isEmpty()) {
                taken.forEach(ByteBuf::release);
                return Optional.empty();
            }
            taken.add(bytes.get());
        }
        return Optional.of(Unpooled.wrappedBuffer(taken.size(), taken.toArray(ByteBuf[]::new)));
    }
}
