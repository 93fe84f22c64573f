package atrium.files.download;

import atrium.files.catalog.StoredFile;
import atrium.platform.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** What there is under an id; told only to who may be in its room. */
sealed interface Finding {

    /** {@code null} where it is in none. */
    @Nullable
    String room();

    /** A whole file. */
    record Found(StoredFile file) implements Finding {

        @Override
        public @Nullable String room() {
            return file.info().room();
        }
    }

    /** No file that can be got, and why. */
    record Absent(@Nullable String room, ProblemException why) implements Finding {}
}
