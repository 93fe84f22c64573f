package atrium.files.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a receiver says. */
public sealed interface Answer {

    /** The name is taken; now the bytes. Without a newline: a sender in ten lines compares two bytes. */
    record Ok() implements Answer {}

    /** The file is kept. */
    record Done(long bytes, String sha256) implements Answer {}

    /** It is not. */
    record Refused(String reason) implements Answer {}

    /** Eighteen digits are always a long. */
    Pattern DONE = Pattern.compile("done (\\d{1,18}) ([0-9a-f]{64})");

    Pattern ERROR = Pattern.compile("error:? *(.*)");

    /** How it is written to the connection. */
    default String wire() {
        return switch (this) {
            case Ok ok -> "ok";
            case Done done -> "done " + done.bytes() + " " + done.sha256() + "\n";
            case Refused refused -> "error: " + refused.reason().replaceAll("\\p{Cntrl}", " ") + "\n";
        };
    }

    /** Reads a line without its newline. */
    static Optional<Answer> parse(String line) {
        if (line.equals("ok")) {
            return Optional.of(new Ok());
        }
        Matcher error = ERROR.matcher(line);
        if (error.matches()) {
            return Optional.of(new Refused(error.group(1)));
        }
        Matcher done = DONE.matcher(line);
        return done.matches() ? Optional.of(new Done(Long.parseLong(done.group(1)), done.group(2))) : Optional.empty();
    }
}
