package atrium.files.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** One line of a terminal that is redrawn in place, ten times a second at most; nothing where there is no terminal. */
final class ProgressLine {

    private static final long REDRAW = Duration.ofMillis(100).toNanos();
    private static final String WIPE = "\r\u001b[K";
    private static final int NARROWEST = 20;

    private final PrintStream terminal;
    private final int columns;
    private final LongSupplier nanoTime;
    private String name = "";
    private long expected;
    private long moved;
    private long begun;
    private long drawn;

    /** @param columns the terminal's width; 0: there is no terminal */
    ProgressLine(PrintStream terminal, int columns, LongSupplier nanoTime) {
        this.terminal = terminal;
        this.columns = columns;
        this.nanoTime = nanoTime;
    }

    /** @param bytes how many there will be; -1 if nobody knows */
    synchronized void begin(String what, long bytes) {
        name = what;
        expected = bytes;
        moved = 0;
        begun = nanoTime.getAsLong();
        drawn = begun - REDRAW;
    }

    synchronized void moved(long bytes) {
        moved += bytes;
        long now = nanoTime.getAsLong();
        if (columns >= NARROWEST && now - drawn >= REDRAW) {
            drawn = now;
            terminal.print(WIPE + line(Duration.ofNanos(now - begun)));
            terminal.flush();
        }
    }

    /** Takes the line away, so that something else can be printed. */
    synchronized void wipe() {
        if (columns >= NARROWEST) {
            terminal.print(WIPE);
            terminal.flush();
        }
    }

    private String line(Duration time) {
        String figures = expected < 0
                ? Quantity.bytes(moved) + "  " + Quantity.rate(moved, time)
                : "%d %%  %s  %s  %s left"
                        .formatted(percent(), Quantity.bytes(moved), Quantity.rate(moved, time), left(time));
        String label = Glyphs.cut(name, columns / 3);
        int bar = columns - Glyphs.width(label) - figures.length() - 7;
        return Glyphs.cut(label + "  " + (expected < 0 ? "" : bar(bar)) + figures, columns - 1);
    }

    private long percent() {
        return expected == 0 ? 100 : Math.min(100, moved * 100 / expected);
    }

    private String left(Duration time) {
        double rate = Quantity.perSecond(moved, time);
        return rate < 1 ? "?" : Quantity.time(Duration.ofSeconds(Math.max(0, (long) ((expected - moved) / rate))));
    }

    private String bar(int width) {
        if (width < 5) {
            return "";
        }
        int full = (int) (width * percent() / 100);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]  ";
    }
}
