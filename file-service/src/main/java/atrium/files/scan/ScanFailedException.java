package atrium.files.scan;

import java.io.IOException;

/** The scanner gave no verdict; asked again, it may. */
final class ScanFailedException extends IOException {

    private static final long serialVersionUID = 1;

    ScanFailedException(String message) {
        super(message);
    }
}
