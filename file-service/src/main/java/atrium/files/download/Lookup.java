package atrium.files.download;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.upload.Absence;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Finds the file that is asked for: at once where the catalog is in memory, else on a virtual thread. */
final class Lookup {

    private static final Executor BLOCKING =
            work -> Thread.ofVirtual().name("download-lookup").start(work);

    private final Catalog catalog;
    private final Absence absence;
    private final InstantSource clock;

    Lookup(Catalog catalog, Absence absence, InstantSource clock) {
        this.catalog = catalog;
        this.absence = absence;
        this.clock = clock;
    }

    /** What there is, on {@code loop}, which is also the caller's. */
    Mono<Finding> find(FileId id, EventLoop loop) {
        Mono<Finding> file = Mono.fromCallable(() -> find(id));
        return catalog.inMemory()
                ? file
                : file.subscribeOn(Schedulers.fromExecutor(BLOCKING)).publishOn(Schedulers.fromExecutor(loop));
    }

    private Finding find(FileId id) throws IOException {
        StoredFile file = catalog.findFile(id)
                .filter(found -> !found.isExpired(clock.instant()))
                .orElse(null);
        return file == null
                ? new Finding.Absent(absence.room(id).orElse(null), absence.of(id))
                : new Finding.Found(file);
    }
}
