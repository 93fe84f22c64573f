package atrium.files.upload;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;
import atrium.files.lock.Locks;
import java.io.IOException;
import java.util.Optional;

/** Ends a file's waiting. Methods block, and do nothing if the file waits no more: it was deleted, or judged elsewhere. */
public final class Verdicts {

    private final Catalog catalog;
    private final Locks locks;
    private final Removal removal;
    private final Refusals refusals;
    private final Arrivals arrivals;

    public Verdicts(Catalog catalog, Locks locks, Removal removal, Refusals refusals, Arrivals arrivals) {
        this.catalog = catalog;
        this.locks = locks;
        this.removal = removal;
        this.refusals = refusals;
        this.arrivals = arrivals;
    }

    /** Whether the file still waits. */
    public boolean isHeld(FileId id) throws IOException {
        return held(id).isPresent();
    }

    /** Lets everybody have it. */
    @SuppressWarnings("try") // held, not used
    public void release(FileId id) throws IOException {
        try (Locks.Held lock = locks.hold(id.value())) {
            Optional<StoredFile> file = held(id).map(HeldFile::file);
            if (file.isPresent()) {
                catalog.put(file.get());
                arrivals.stored(file.get());
            }
        }
    }

    /** Deletes it; its room has its space back. {@code reason} is for whoever asks for it. */
    @SuppressWarnings("try") // held, not used
    public void refuse(FileId id, String reason) throws IOException {
        try (Locks.Held lock = locks.hold(id.value())) {
            Optional<HeldFile> file = held(id);
            if (file.isPresent()) {
                removal.remove(file.get());
                refusals.add(id, file.get().info().room(), reason);
            }
        }
    }

    private Optional<HeldFile> held(FileId id) throws IOException {
        return catalog.find(id).filter(HeldFile.class::isInstance).map(HeldFile.class::cast);
    }
}
