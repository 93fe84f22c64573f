package atrium.chat.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a message wants to be shown. */
public enum Kind {
    TEXT,
    DANMAKU,
    FILE;

    /** The word in the JSON protocol. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
    }
}
