package atrium.chat.transport.danmaku;

import java.util.List;
import java.util.Optional;

/** The colours that have a number in the field {@code col}, as Douyu's own page shows them; 0 is no colour. */
final class Palette {

    /** Red, blue, green, orange, purple, pink: numbers 1 to 6. */
    private static final List<String> COLORS =
            List.of("#ff0000", "#1e87f0", "#7ac84b", "#ff7f00", "#9b39f4", "#ff69b4");

    private Palette() {}

    /**
     * The colour that {@code number} stands for; empty for 0.
     *
     * @throws IllegalArgumentException if it stands for nothing
     */
    static Optional<String> color(String number) {
        if (number.equals("0")) {
            return Optional.empty();
        }
        if (number.length() != 1 || number.charAt(0) < '1' || number.charAt(0) > '6') {
            throw new IllegalArgumentException("col: expected 0 to 6");
        }
        return Optional.of(COLORS.get(number.charAt(0) - '1'));
    }

    /** The number of {@code color}, {@code #rrggbb}, if it has one. */
    static Optional<String> number(String color) {
        for (int i = 0; i < COLORS.size(); i++) {
            if (COLORS.get(i).equalsIgnoreCase(color)) {
                return Optional.of(String.valueOf(i + 1));
            }
        }
        return Optional.empty();
    }
}
