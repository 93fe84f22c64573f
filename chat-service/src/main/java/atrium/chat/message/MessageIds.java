package atrium.chat.message;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Counts the messages of one process, and puts a word before the number that no other process has. */
public final class MessageIds implements Supplier<String> {

    private final String prefix;
    private final AtomicLong last = new AtomicLong();

    /** @param process a word that no other process has ever had */
    public MessageIds(String process) {
        this.prefix = process + "-";
    }

    @Override
    public String get() {
        return prefix + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
