package atrium.files.upload;

import atrium.files.catalog.Catalog;
import atrium.files.catalog.FileId;
import atrium.files.catalog.FileInfo;
import atrium.files.catalog.HeldFile;
import atrium.files.problem.FileProblem;
import atrium.platform.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Why a file cannot be got. */
public final class Absence {

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);

    private final Catalog catalog;
    private final Refusals refusals;

    public Absence(Catalog catalog, Refusals refusals) {
        this.catalog = catalog;
        this.refusals = refusals;
    }

    /** The room that what cannot be got is in, or was. */
    public Optional<String> room(FileId id) throws IOException {
        Optional<FileInfo> info = catalog.info(id);
        return info.isPresent() ? info.map(FileInfo::room) : refusals.room(id);
    }

    /** The problem to answer with, once {@link Catalog#findFile} has found nothing. */
    public ProblemException of(FileId id) throws IOException {
        if (catalog.find(id).filter(HeldFile.class::isInstance).isPresent()) {
            return FileProblem.BEING_SCANNED
                    .with("The file " + id + " can be got once it has been found harmless.")
                    .retryAfter(COME_AGAIN);
        }
        return refusals.reason(id)
                .map(reason -> FileProblem.REFUSED
                        .with("The file " + id + " was deleted: " + reason)
                        .member("reason", reason))
                .orElseGet(() -> FileProblem.NO_SUCH_FILE.with("There is no file " + id));
    }
}
