package atrium.stream.admin;

import atrium.platform.blocking.Workers;
import atrium.platform.netty.NettyServer;
import atrium.stream.access.SourceRefusedException;
import atrium.stream.access.StreamKeys;
import atrium.stream.edge.StreamProblem;
import atrium.stream.egress.VisibleStreams;
import atrium.stream.live.LiveStream;
import atrium.stream.live.StreamName;
import atrium.stream.live.StreamRegistry;
import atrium.stream.live.StreamStatus;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The streams by REST. Everybody sees those that they may watch; who may write is said by {@link AdminRules}. */
@RestController
@RequestMapping("/stream/api/streams")
final class StreamsController {

    private static final int RTMP_PORT = 1935;

    private final StreamRegistry streams;
    private final VisibleStreams visible;
    private final StreamCatalog catalog;
    private final StreamKeys keys;
    private final NettyServer rtmp;
    private final InstanceAddress instance;
    private final InstantSource clock;
    private final Workers workers;

    StreamsController(
            StreamRegistry streams,
            VisibleStreams visible,
            StreamCatalog catalog,
            StreamKeys keys,
            NettyServer rtmpServer,
            InstanceAddress instance,
            InstantSource clock,
            Workers workers) {
        this.streams = streams;
        this.visible = visible;
        this.catalog = catalog;
        this.keys = keys;
        this.rtmp = rtmpServer;
        this.instance = instance;
        this.clock = clock;
        this.workers = workers;
    }

    /** A key that was just made; the only time that it can be read. */
    record NewKey(String name, String key, String url) {

        @Override
        public String toString() {
            return "NewKey[name=" + name + "]";
        }
    }

    @GetMapping
    Flux<StreamView> list(@Nullable Authentication person) {
        return Flux.fromIterable(streams.all())
                .filter(stream -> !stream.name().isDerived())
                .filter(stream -> visible.shows(person, stream))
                .flatMap(stream -> Mono.fromCompletionStage(stream.status()))
                .sort(Comparator.comparing(StreamStatus::name))
                .map(this::view);
    }

    @GetMapping("/{name}")
    Mono<StreamView> get(@PathVariable String name, @Nullable Authentication person) {
        return Mono.justOrEmpty(visible.find(person, valid(name)))
                .switchIfEmpty(Mono.error(VisibleStreams::absent))
                .flatMap(shown -> view(shown.stream()));
    }

    @PutMapping("/{name}")
    Mono<StreamView> put(
            @PathVariable String name, @RequestBody StreamDefinition definition, ServerWebExchange exchange) {
        StreamName valid = valid(name);
        return workers.call(exchange, () -> {
                    catalog.put(valid, definition);
                    return view(streams.find(valid)
                            .orElseThrow()
                            .status()
                            .toCompletableFuture()
                            .join());
                })
                .onErrorMap(
                        SourceRefusedException.class,
                        e -> StreamProblem.SOURCE_REFUSED.with(String.valueOf(e.getMessage())));
    }

    @DeleteMapping("/{name}")
    Mono<ResponseEntity<Void>> delete(@PathVariable String name, ServerWebExchange exchange) {
        StreamName valid = valid(name);
        return workers.call(exchange, () -> {
            catalog.delete(valid);
            keys.revoke(valid.text());
            return ResponseEntity.noContent().build();
        });
    }

    @PostMapping("/{name}/key")
    Mono<ResponseEntity<NewKey>> newKey(@PathVariable String name, ServerWebExchange exchange) {
        StreamName valid = valid(name);
        return workers.call(exchange, () -> {
            String key = keys.issue(valid.text());
            return ResponseEntity.status(HttpStatus.CREATED)
                    .cacheControl(CacheControl.noStore())
                    .body(new NewKey(
                            valid.text(), key, publishUrl(exchange.getRequest().getURI(), valid, key)));
        });
    }

    /** On the host that the request was sent to, since that is the one that the asker can reach. */
    private String publishUrl(URI request, StreamName name, String key) {
        String host = request.getHost() == null ? "127.0.0.1" : request.getHost();
        String port = rtmp.port() == RTMP_PORT ? "" : ":" + rtmp.port();
        return "rtmp://" + host + port + "/live/" + name + "?key=" + key;
    }

    private Mono<StreamView> view(LiveStream stream) {
        return Mono.fromCompletionStage(stream.status()).map(this::view);
    }

    private StreamView view(StreamStatus status) {
        return StreamView.of(status, clock.instant(), instance.text());
    }

    private static StreamName valid(String name) {
        return StreamName.of(name)
                .orElseThrow(() -> StreamProblem.BAD_NAME.with("1 to 64 letters, digits, '-', '_' and '.'."));
    }
}
