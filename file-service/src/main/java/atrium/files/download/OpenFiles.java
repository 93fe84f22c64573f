package atrium.files.download;

import atrium.files.catalog.FileId;
import atrium.files.storage.FileBacked;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Files that are kept open for the next range of them: a player or a download in pieces asks for one file many times, and
 * opening it costs as much as sending a small range.
 *
 * <p>At most {@value #MOST}, and none for longer than two {@link #IDLE} after its last use: until then the disk does not
 * get back the space of a file that is deleted. Guarded by itself; nothing is opened or closed while it is held.
 */
final class OpenFiles {

    static final int MOST = 256;

    private static final Duration IDLE = Duration.ofSeconds(5);

    private final FileBacked store;
    private final ScheduledExecutorService timer;
    private final LinkedHashMap<FileId, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    OpenFiles(FileBacked store, ScheduledExecutorService timer) {
        this.store = store;
        this.timer = timer;
    }

    /** The blob's file with a reference for the caller, who releases it. Opening blocks for as long as the disk may. */
    OpenFile open(FileId blob) throws IOException {
        OpenFile known = find(blob);
        return known == null ? keep(blob, OpenFile.open(store.file(blob))) : known;
    }

    /** Forgets all; those that are being read are closed when they have been. */
    void close() {
        List<Kept> all;
        synchronized (this) {
            all = List.copyOf(kept.values());
            kept.clear();
        }
        all.forEach(one -> one.file.release());
    }

    private synchronized @Nullable OpenFile find(FileId blob) {
        Kept found = kept.get(blob);
        return found == null ? null : found.use();
    }

    /** Two may open the same file at once; both go on with the first one's. */
    private OpenFile keep(FileId blob, OpenFile opened) {
        Kept mine = new Kept(opened);
        OpenFile known;
        Kept tooMany;
        synchronized (this) {
            Kept before = kept.putIfAbsent(blob, mine);
            known = before == null ? mine.use() : before.use();
            tooMany = before == null ? eldestIfTooMany() : mine;
        }
        if (known == opened) {
            lookLater(blob, mine);
        }
        if (tooMany != null) {
            tooMany.file.release();
        }
        return known;
    }

    private @Nullable Kept eldestIfTooMany() {
        return kept.size() > MOST ? kept.pollFirstEntry().getValue() : null;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is to be done with it
    private void lookLater(FileId blob, Kept mine) {
        timer.schedule(() -> look(blob, mine), IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look(FileId blob, Kept mine) {
        boolean gone;
        synchronized (this) {
            boolean used = mine.used;
            mine.used = false;
            gone = !used && kept.remove(blob, mine);
            if (!used && !gone) {
                return;
            }
        }
        if (gone) {
            mine.file.release();
        } else {
            lookLater(blob, mine);
        }
    }

    /** A file with the reference that keeps it open. */
    private static final class Kept {

        private final OpenFile file;
        private boolean used;

        Kept(OpenFile file) {
            this.file = file;
        }

        OpenFile use() {
            used = true;
            file.retain();
            return file;
        }
    }
}
