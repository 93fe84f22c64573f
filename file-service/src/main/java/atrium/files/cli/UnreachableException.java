package atrium.files.cli;

import java.io.IOException;

/** There is no receiver, so there is no use in sending it another file. */
final class UnreachableException extends IOException {

    UnreachableException(String message, IOException cause) {
        super(message, cause);
    }
}
