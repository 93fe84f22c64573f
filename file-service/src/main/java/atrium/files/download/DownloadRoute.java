package atrium.files.download;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.quota.FileProperties;
import atrium.files.storage.BlobStore;
import atrium.files.storage.FileBacked;
import atrium.files.storage.Streaming;
import atrium.files.upload.Absence;
import atrium.files.upload.UploadMeters;
import atrium.platform.config.Live;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerRoutes;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes {@code GET} and {@code HEAD} of {@code /files/{id}} from the web server before WebFlux sees them.
 *
 * <p>A range of 64 KiB costs the kernel some 30 µs; filters, the security chain and observations cost twenty times that,
 * and none of them has a say in a download, which is open to whoever knows the id. What is in a private room is not, and
 * for that {@link Entrance} looks at the token.
 */
public final class DownloadRoute implements NettyRouteProvider, DisposableBean {

    static final String URI = "/files/{id}";

    private static final String PREFIX = "/files/";
    private static final String PREVIEW = "preview";

    /** With one of these, HEAD asks for an upload's offset and not for a file. */
    private static final String[] OF_UPLOADS = {
        "Tus-Resumable", "Upload-Draft-Interop-Version", "Upload-Complete", "Upload-Incomplete"
    };

    private final BlobSender sender;
    private final DownloadHandler handler;
    private final UploadHeads uploads;
    private final ProblemAnswers problems;
    private final DownloadMeters meters;
    private final Live<FileProperties> properties;

    /** @param timer on which files are closed that nobody asks for any more */
    public DownloadRoute(
            Catalog catalog,
            Absence absence,
            BlobStore store,
            UploadMeters uploadMeters,
            MeterRegistry registry,
            Live<FileProperties> properties,
            JsonMapper json,
            RandomGenerator random,
            InstantSource clock,
            ScheduledExecutorService timer,
            Entrance entrance,
            UploadHeads uploads) {
        this.sender = senderOf(store, timer);
        this.handler = new DownloadHandler(
                new Lookup(catalog, absence, clock), entrance, sender, uploadMeters, uploads, random, clock);
        this.uploads = uploads;
        this.problems = new ProblemAnswers(json, random);
        this.meters = new DownloadMeters(registry);
        this.properties = properties;
    }

    private static BlobSender senderOf(BlobStore store, ScheduledExecutorService timer) {
        return switch (store) {
            case FileBacked files -> new FileSender(new OpenFiles(files, timer));
            case Streaming stream -> new StreamSender(stream);
            default ->
                throw new IllegalArgumentException(store + " (expected: a store that is FileBacked or Streaming)");
        };
    }

    @Override
    public HttpServerRoutes apply(HttpServerRoutes routes) {
        return routes.route(request -> idOf(request).isPresent(), this::handle);
    }

    @Override
    public void destroy() {
        sender.close();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        FileId id = idOf(request).orElseThrow();
        Mono<Void> download = download(request, response, id);
        return request.method().equals(HttpMethod.GET)
                ? download
                : handler.has(request, response, id)
                        .flatMap(there -> there ? download : uploads.unfinished(request, response))
                        .onErrorResume(error -> problems.answer(request, response, error));
    }

    private Mono<Void> download(HttpServerRequest request, HttpServerResponse response, FileId id) {
        Mono<Void> answer =
                handler.handle(request, response, id).onErrorResume(error -> problems.answer(request, response, error));
        return new RunningDownload(
                answer, request, response, meters, () -> properties.get().idleTimeout());
    }

    /** The file that is asked for; nothing if this is another request. */
    private static Optional<FileId> idOf(HttpServerRequest request) {
        return isDownload(request) ? FileId.parse(lastStepOf(request.uri())) : Optional.empty();
    }

    private static boolean isDownload(HttpServerRequest request) {
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.HEAD)) {
            for (String header : OF_UPLOADS) {
                if (request.requestHeaders().contains(header)) {
                    return false;
                }
            }
            return true;
        }
        return method.equals(HttpMethod.GET);
    }

    /** What comes after {@code /files/}, which may stand behind a scheme and a host (RFC 9112, section 3.2.2). */
    private static String lastStepOf(String uri) {
        int query = uri.indexOf('?');
        String address = query < 0 ? uri : uri.substring(0, query);
        int path = address.startsWith("/") ? 0 : address.indexOf('/', address.indexOf("://") + 3);
        return path >= 0 && address.startsWith(PREFIX, path) ? address.substring(path + PREFIX.length()) : "";
    }

    /** {@code ?preview}, with or without a value. */
    static boolean asksForPreview(String uri) {
        int query = uri.indexOf('?');
        if (query >= 0) {
            for (String parameter : uri.substring(query + 1).split("&", -1)) {
                if (parameter.equals(PREVIEW) || parameter.startsWith(PREVIEW + '=')) {
                    return true;
                }
            }
        }
        return false;
    }
}
