package atrium.files.download;

import atrium.files.catalog.Catalog;
import atrium.files.http.FileView;
import atrium.files.http.JsonAnswers;
import atrium.files.problem.FileProblem;
import atrium.files.upload.RoomName;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** {@code GET /files?room=}: the whole files of a room, newest first. */
public final class ListHandler {

    private final Catalog catalog;
    private final JsonAnswers answers;
    private final InstantSource clock;

    public ListHandler(Catalog catalog, JsonAnswers answers, InstantSource clock) {
        this.catalog = catalog;
        this.answers = answers;
        this.clock = clock;
    }

    public Mono<Void> handle(ServerWebExchange exchange) throws IOException {
        String room = exchange.getRequest().getQueryParams().getFirst("room");
        if (room == null) {
            throw FileProblem.BAD_ROOM.with("Which room? (expected: /files?room=NAME)");
        }
        Instant now = clock.instant();
        return answers.write(
                exchange,
                HttpStatus.OK,
                catalog.filesOf(RoomName.of(room)).stream()
                        .filter(file -> !file.isExpired(now))
                        .map(FileView::of)
                        .toList());
    }
}
