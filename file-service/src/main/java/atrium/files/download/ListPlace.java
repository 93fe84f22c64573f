package atrium.files.download;

import atrium.files.catalog.FileId;
import atrium.files.catalog.StoredFile;
import atrium.files.problem.FileProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;

/**
 * A place in a list of files, newest first: behind a file, whether that is still there or not.
 *
 * @param at when the file became whole
 * @param id of the file
 */
record ListPlace(Instant at, FileId id) {

    static final Comparator<StoredFile> ORDER = Comparator.comparing(StoredFile::createdAt)
            .thenComparing(file -> file.id().value())
            .reversed();

    private static final char SEPARATOR = '_';

    static ListPlace of(StoredFile file) {
        return new ListPlace(file.createdAt(), file.id());
    }

    static ListPlace parse(String text) {
        int end = text.indexOf(SEPARATOR);
        try {
            if (end > 0) {
                return new ListPlace(Instant.parse(text.substring(0, end)), new FileId(text.substring(end + 1)));
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            // as one without a separator
        }
        throw FileProblem.BAD_LIST.with("before: expected what the Link to the next page has");
    }

    /** Whether {@code file} comes behind it. */
    boolean isBefore(StoredFile file) {
        int order = file.createdAt().compareTo(at);
        return order < 0 || order == 0 && file.id().value().compareTo(id.value()) < 0;
    }

    @Override
    public String toString() {
        return at.toString() + SEPARATOR + id;
    }
}
