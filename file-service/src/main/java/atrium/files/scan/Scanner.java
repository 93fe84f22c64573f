package atrium.files.scan;

import atrium.files.catalog.StoredFile;
import java.io.IOException;
import java.io.InputStream;

/** Judges files. Any thread may call; several may at once. */
interface Scanner {

    /**
     * Reads {@code bytes}, which the caller closes, and blocks until there is a verdict; an interrupt ends that soon.
     *
     * @throws IOException if there is none; the scanner may be asked again
     */
    Verdict scan(StoredFile file, InputStream bytes) throws IOException, InterruptedException;
}
