package atrium.files.upload;

import atrium.files.catalog.HeldFile;
import atrium.files.catalog.StoredFile;

/** Who wants to know of files that have become whole. Called by whoever completes them; does not block. */
public interface Arrivals {

    /** Whether {@code file} is held back until it has been judged. */
    boolean holdsBack(StoredFile file);

    /** The file is kept, and waits to be judged. */
    void held(HeldFile file);

    /** The file is kept, and visible. */
    void stored(StoredFile file);

    /** Nobody does. */
    Arrivals UNWATCHED = new Arrivals() {
        @Override
        public boolean holdsBack(StoredFile file) {
            return false;
        }

        @Override
        public void held(HeldFile file) {}

        @Override
        public void stored(StoredFile file) {}
    };
}
