package atrium.chat.backplane.redis;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets few begin at a time; the others wait in line. Thread-safe. */
final class Turns {

    private static final int AT_ONCE = 32;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free = AT_ONCE;

    /** Runs {@code begin} when its turn comes; it has to {@link #end} some time, in whatever way. */
    void take(Runnable begin) {
        synchronized (this) {
            if (free == 0) {
                waiting.add(begin);
                return;
            }
            free--;
        }
        begin.run();
    }

    void end() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
