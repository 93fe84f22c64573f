package atrium.files.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfos;
import atrium.files.catalog.StoredFile;
import atrium.files.quota.FileProperties;
import atrium.files.storage.BlobStore;
import atrium.files.storage.Streaming;
import atrium.files.upload.Absence;
import atrium.files.upload.Refusals;
import atrium.files.upload.UploadMeters;
import atrium.platform.config.Live;
import atrium.platform.identity.TokenHolders;
import atrium.platform.rooms.RoomAccess;
import atrium.platform.rooms.RoomPattern;
import atrium.platform.rooms.RoomsProperties;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** Downloads from a store that is read over a network, with a catalog that blocks. */
class StreamedDownloadTests {

    private static final RoomsProperties ROOMS = new RoomsProperties(List.of(RoomPattern.of("staff")), List.of());
    private static final int PIECE = 10_000;
    private static final byte[] CONTENT = new byte[1_000_000];

    private final FileId id = FileId.random(new Random(1));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicLong given = new AtomicLong();
    private volatile boolean cancelled;
    private volatile boolean lookedUpOnVirtualThread;
    private long size = CONTENT.length;
    private String room;
    private Flux<ByteBuffer> instead;
    private DisposableServer server;

    @BeforeEach
    void start() {
        new Random(2).nextBytes(CONTENT);
        Catalog catalog = fake(Catalog.class, this::catalog);
        DownloadRoute route = new DownloadRoute(
                catalog,
                new Absence(catalog, new Refusals(InstantSource.system())),
                (BlobStore) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {BlobStore.class, Streaming.class}, this::store),
                new UploadMeters(new SimpleMeterRegistry()),
                new SimpleMeterRegistry(),
                new Live<>(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("atrium.files", FileProperties.class)),
                JsonMapper.shared(),
                new Random(3),
                InstantSource.system(),
                fake(ScheduledExecutorService.class, (proxy, method, arguments) -> null),
                new Entrance(new RoomAccess(() -> ROOMS), new TokenHolders(Mono::just)),
                new Heads());
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(route::apply)
                .bindNow();
    }

    @AfterEach
    void stop() {
        http.close();
        server.disposeNow(Duration.ofSeconds(5));
    }

    @Test
    void the_whole_and_its_parts_arrive() throws Exception {
        assertThat(get("", "bytes=0-").body()).isEqualTo(CONTENT);
        assertThat(get("", "lines=0-").body()).isEqualTo(CONTENT);
        assertThat(get("", "bytes=5-20000").body()).isEqualTo(Arrays.copyOfRange(CONTENT, 5, 20_001));
        assertThat(new String(get("", "bytes=0-0,500000-").body(), StandardCharsets.ISO_8859_1))
                .contains(new String(CONTENT, 500_000, 500_000, StandardCharsets.ISO_8859_1));
        assertThat(lookedUpOnVirtualThread).isTrue();
    }

    @Test
    void a_head_of_what_is_no_file_is_left_to_the_uploads_and_one_of_a_file_says_that_it_is_whole() throws Exception {
        HttpResponse<byte[]> whole = head();
        size = -1;
        HttpResponse<byte[]> unfinished = head();

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Upload-Offset")).contains("1000000");
        assertThat(unfinished.statusCode()).isEqualTo(204);
    }

    @Test
    void what_is_in_a_private_room_is_not_even_opened_without_a_token() throws Exception {
        room = "staff";

        assertThat(get("", "bytes=0-").statusCode()).isEqualTo(401);
        assertThat(head().statusCode()).isEqualTo(401);
        assertThat(given).hasValue(0);
        assertThat(http.send(
                                HttpRequest.newBuilder(uri(""))
                                        .header("Authorization", "Bearer of the operator")
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .body())
                .isEqualTo(CONTENT);
    }

    private URI uri(String query) {
        return URI.create("http://127.0.0.1:" + server.port() + "/files/" + id + query);
    }

    private HttpResponse<byte[]> head() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri("")).HEAD().build(), BodyHandlers.ofByteArray());
    }

    private static final class Heads implements UploadHeads {

        @Override
        public void whole(HttpHeaders headers, long size) {
            headers.set("Upload-Offset", size);
        }

        @Override
        public Mono<Void> unfinished(HttpServerRequest request, HttpServerResponse response) {
            return response.status(204).send();
        }
    }

    @Test
    void a_preview_looks_at_the_first_bytes() throws Exception {
        assertThat(get("?preview", "bytes=0-").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"a.png\"");
        CONTENT[0] = (byte) 0x89;
        System.arraycopy("PNG\r\n\u001a\n".getBytes(StandardCharsets.US_ASCII), 0, CONTENT, 1, 7);
        assertThat(get("?preview", "bytes=0-").headers().firstValue("Content-Disposition"))
                .contains("inline; filename=\"a.png\"");
    }

    @Test
    void a_blob_that_is_gone_is_404_and_one_that_cannot_be_read_is_500() throws Exception {
        instead = Flux.error(new NoSuchFileException("blob"));
        assertThat(get("", "bytes=0-").statusCode()).isEqualTo(404);
        instead = Flux.error(new IOException("the network is down"));
        assertThat(get("", "bytes=0-").statusCode()).isEqualTo(500);
    }

    @Test
    void an_answer_is_cut_where_the_store_ends_early() {
        instead = Flux.just(ByteBuffer.allocate(PIECE));
        assertThatThrownBy(() -> get("", "bytes=0-")).isInstanceOf(IOException.class);
        instead = Flux.concat(Flux.just(ByteBuffer.allocate(PIECE)), Flux.error(new IOException("no more")));
        assertThatThrownBy(() -> get("", "bytes=0-")).isInstanceOf(IOException.class);
    }

    @Test
    void no_more_is_read_than_the_client_takes_and_nothing_after_it_left() throws IOException {
        size = 1L << 40;
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
            socket.getOutputStream()
                    .write(("GET /files/" + id + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            long[] before = {-1};
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> {
                        boolean stands = given.get() > 0 && given.get() == before[0];
                        before[0] = given.get();
                        return stands;
                    });
            assertThat(given.get()).isLessThan(16 << 20);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> cancelled);
    }

    private HttpResponse<byte[]> get(String query, String range) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(uri(query))
                        .header("Range", range)
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private Object catalog(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "inMemory" -> false;
            case "find", "info" -> Optional.empty();
            case "findFile" -> {
                lookedUpOnVirtualThread = Thread.currentThread().isVirtual();
                yield size < 0
                        ? Optional.empty()
                        : Optional.of(new StoredFile(
                                id,
                                FileInfos.of("a.png", "image/png", room, null),
                                size,
                                "00".repeat(32),
                                id,
                                false,
                                Instant.EPOCH,
                                null));
            }
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private Object store(Object proxy, Method method, Object[] arguments) {
        if (!method.getName().equals("read")) {
            throw new UnsupportedOperationException(method.getName());
        }
        return instead == null ? pieces((long) arguments[1], (long) arguments[2]) : instead;
    }

    /** As a network client gives them: on threads of its own. */
    private Publisher<ByteBuffer> pieces(long first, long length) {
        return Flux.<ByteBuffer, Long>generate(() -> first, (at, sink) -> {
                    int piece = (int) Math.min(PIECE, first + length - at);
                    if (piece == 0) {
                        sink.complete();
                        return at;
                    }
                    given.addAndGet(piece);
                    sink.next(
                            size > CONTENT.length
                                    ? ByteBuffer.allocate(piece)
                                    : ByteBuffer.wrap(CONTENT, at.intValue(), piece));
                    return at + piece;
                })
                .doOnCancel(() -> cancelled = true)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
