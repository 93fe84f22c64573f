package atrium.gateway.auth.storage;

import java.nio.file.Path;

/** A file of ours that is there and says nothing that we understand. The gateway does not start over it. */
public final class UnreadableStateException extends RuntimeException {

    private final transient Path file;
    private final String remedy;

    UnreadableStateException(Path file, String reason, String remedy) {
        super(file + " cannot be read: " + reason);
        this.file = file;
        this.remedy = remedy;
    }

    Path file() {
        return file;
    }

    String remedy() {
        return remedy;
    }
}
