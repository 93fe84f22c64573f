package atrium.files.cli;

import atrium.files.transfer.Received;
import java.time.Duration;

/** What stays on the screen. */
final class Lines {

    private Lines() {}

    static String of(String what, Received file, Duration time) {
        return "%s %s  %d bytes, %s, sha256 %s"
                .formatted(what, file.name(), file.bytes(), Quantity.rate(file.bytes(), time), file.sha256());
    }

    /** Without what a terminal would obey. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
