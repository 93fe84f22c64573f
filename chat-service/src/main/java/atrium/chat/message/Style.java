package atrium.chat.message;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The look of a danmaku; what is absent is up to the viewer.
 *
 * @param color {@code #rrggbb}
 * @param size in CSS pixels
 */
public record Style(
        @Nullable String color,
        @Nullable Mode mode,
        @Nullable Integer size) {

    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final int SMALLEST = 8;
    private static final int LARGEST = 72;

    /** @throws IllegalArgumentException naming the field that is not valid */
    public Style {
        if (color != null && !COLOR.matcher(color).matches()) {
            throw new IllegalArgumentException("style.color: not of the form #rrggbb");
        }
        if (size != null && (size < SMALLEST || size > LARGEST)) {
            throw new IllegalArgumentException(
                    "style.size: %d (expected: %d to %d)".formatted(size, SMALLEST, LARGEST));
        }
    }

    /** Where a danmaku goes. */
    public enum Mode {
        SCROLL,
        TOP,
        BOTTOM;

        /** The word in the JSON protocol. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Mode> of(String wire) {
            return Arrays.stream(values())
                    .filter(mode -> mode.wire().equals(wire))
                    .findFirst();
        }
    }
}
