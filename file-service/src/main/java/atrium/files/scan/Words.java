package atrium.files.scan;

import org.jspecify.annotations.Nullable;

/** What a scanner has written, made fit for a log and for whoever uploaded the file. */
final class Words {

    private static final int LONGEST = 200;

    private Words() {}

    /** Printable ASCII of a bounded length, whatever {@code text} is; {@code otherwise} if nothing is left. */
    static String of(@Nullable String text, String otherwise) {
        if (text == null) {
            return otherwise;
        }
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String shown = start.replaceAll("[^\\x20-\\x7e]", "?").strip();
        return shown.isEmpty() ? otherwise : shown;
    }
}
