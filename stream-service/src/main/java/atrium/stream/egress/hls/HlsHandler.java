package atrium.stream.egress.hls;

import atrium.stream.egress.VisibleStream;
import atrium.stream.egress.VisibleStreams;
import atrium.stream.live.LiveStream;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * {@code /stream/{name}/index.m3u8} and what it leads to: HLS for old players, low-latency HLS for new ones.
 *
 * <p>A request for a playlist begins to cut the stream, and waits for its first segment. Requests for what comes next
 * wait for it.
 */
public final class HlsHandler implements WebHandler {

    /** Where the handler belongs. */
    public static final String PATH = "/stream/{name}/{file:[a-z0-9.-]+\\.(?:m3u8|m4s|mp4)}";

    static final String MULTIVARIANT_PLAYLIST = "index.m3u8";
    static final String MEDIA_PLAYLIST = "live.m3u8";

    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final VisibleStreams visible;
    private final HlsStreams streams;

    /** @param loops gives the loop on which requests for one stream wait */
    public HlsHandler(
            VisibleStreams visible,
            Supplier<HlsProperties> properties,
            Supplier<EventLoop> loops,
            InstantSource clock,
            MeterRegistry registry) {
        this.visible = visible;
        this.streams = new HlsStreams(properties, loops, clock, registry);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        HttpMethod method = exchange.getRequest().getMethod();
        if (!METHODS.contains(method)) {
            return Mono.error(new MethodNotAllowedException(method, METHODS));
        }
        return visible.find(exchange)
                .switchIfEmpty(Mono.error(VisibleStreams::absent))
                .flatMap(stream -> serve(stream, exchange));
    }

    private Mono<Void> serve(VisibleStream shown, ServerWebExchange exchange) {
        LiveStream stream = shown.stream();
        Reply reply = new Reply(exchange, shown.isForAll(), streams.meters().bytesOut);
        String file = file(exchange);
        return switch (file) {
            case MULTIVARIANT_PLAYLIST -> multivariant(stream, reply);
            case MEDIA_PLAYLIST -> {
                Directives asked = Directives.parse(exchange.getRequest().getQueryParams()::getFirst);
                yield asked.isBlocking() ? blocking(stream, asked, reply) : playlist(stream, asked, reply);
            }
            default ->
                FileName.parse(file)
                        .flatMap(name -> streams.find(stream).map(hls -> piece(hls, name, reply)))
                        .orElseGet(HlsHandler::absent);
        };
    }

    private Mono<Void> multivariant(LiveStream stream, Reply reply) {
        return reply.await(streams.open(stream).when(any -> true, false))
                .flatMap(edition -> reply.playlist(edition.multivariant()));
    }

    private Mono<Void> playlist(LiveStream stream, Directives asked, Reply reply) {
        HlsStream hls = streams.open(stream);
        hls.polled();
        return reply.await(hls.when(any -> true, true)).flatMap(edition -> reply.playlist(asked.choose(edition)));
    }

    /** Section 6.2.5.2. What is too far away can only be told once there is something. */
    private Mono<Void> blocking(LiveStream stream, Directives asked, Reply reply) {
        HlsStream hls = streams.open(stream);
        return reply.await(hls.when(any -> true, true)
                        .doOnNext(now -> asked.check(now.window()))
                        .then(hls.when(asked::areMetBy, true)))
                .flatMap(edition -> reply.playlist(asked.choose(edition)));
    }

    /** A part that was hinted at is waited for; if it does not come, nothing is there (section 6.2.6). */
    private static Mono<Void> piece(HlsStream hls, FileName name, Reply reply) {
        boolean hinted = hls.window().map(now -> now.isHinted(name)).orElse(false);
        Mono<Edition> ready = hls.when(now -> !hinted || !now.isHinted(name), false);
        return reply.await(ready)
                .flatMap(edition -> edition.window()
                        .find(name)
                        .map(pieces -> reply.media(pieces))
                        .orElseGet(HlsHandler::absent));
    }

    static <T> Mono<T> absent() {
        return Mono.error(HlsProblem.NO_SUCH_FILE.with("It is not listed, or has been gone for long."));
    }

    private static String file(ServerWebExchange exchange) {
        Map<String, String> variables =
                exchange.getAttributeOrDefault(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        return variables.getOrDefault("file", "");
    }
}
