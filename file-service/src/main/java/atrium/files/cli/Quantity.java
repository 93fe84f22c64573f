package atrium.files.cli;

import java.time.Duration;
import java.util.Locale;

/** Sizes, rates and times as people read them. */
final class Quantity {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final int STEP = 1024;

    private Quantity() {}

    static String bytes(double bytes) {
        int unit = 0;
        double rest = bytes;
        while (rest >= STEP && unit < UNITS.length - 1) {
            rest /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", rest, UNITS[unit]);
    }

    static String rate(double bytes, Duration time) {
        return bytes(perSecond(bytes, time)) + "/s";
    }

    static double perSecond(double bytes, Duration time) {
        return bytes * Duration.ofSeconds(1).toNanos() / Math.max(1, time.toNanos());
    }

    /** {@code 0:07}, {@code 12:34}, {@code 1:00:00}. */
    static String time(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }
}
