package atrium.files.download;

import atrium.files.access.Requester;
import atrium.files.catalog.Catalog;
import atrium.files.catalog.StoredFile;
import atrium.files.http.FileView;
import atrium.files.http.JsonAnswers;
import atrium.platform.blocking.Workers;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code GET /files?room=} and {@code ?owner=me}: whole files, newest first, a page at a time. */
public final class ListHandler {

    private final Catalog catalog;
    private final JsonAnswers answers;
    private final Workers workers;
    private final InstantSource clock;

    public ListHandler(Catalog catalog, JsonAnswers answers, Workers workers, InstantSource clock) {
        this.catalog = catalog;
        this.answers = answers;
        this.workers = workers;
        this.clock = clock;
    }

    public Mono<Void> handle(ServerWebExchange exchange, Requester who) throws IOException {
        ListRequest request = ListRequest.of(exchange.getRequest().getQueryParams(), who);
        return catalog.inMemory()
                ? answer(exchange, request, files(request, who))
                : workers.call(exchange, () -> files(request, who)).flatMap(files -> answer(exchange, request, files));
    }

    /** One more than fit, so that it is known whether there is another page. */
    private List<StoredFile> files(ListRequest request, Requester who) throws IOException {
        Instant now = clock.instant();
        List<StoredFile> all = request.owner() == null
                ? catalog.filesOf(Objects.requireNonNull(request.room(), "neither room nor owner"))
                : catalog.filesOwnedBy(request.owner());
        return all.stream()
                .filter(file -> !file.isExpired(now))
                .filter(request::takes)
                .filter(file ->
                        request.room() != null || who.mayEnter(file.info().room()))
                .sorted(ListPlace.ORDER)
                .limit(request.limit() + 1L)
                .toList();
    }

    private Mono<Void> answer(ServerWebExchange exchange, ListRequest request, List<StoredFile> files) {
        List<StoredFile> page = files.subList(0, Math.min(request.limit(), files.size()));
        if (page.size() < files.size()) {
            exchange.getResponse().getHeaders().set(HttpHeaders.LINK, request.linkToNext(page.getLast()));
        }
        return answers.write(
                exchange, HttpStatus.OK, page.stream().map(FileView::of).toList());
    }
}
