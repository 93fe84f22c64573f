package atrium.files.storage;

import java.io.IOException;

/** Bytes cannot be reached at the moment; the same may work later. */
public final class StoreUnavailableException extends IOException {

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
