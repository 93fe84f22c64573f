package atrium.chat.history;

import atrium.chat.message.Content;
import atrium.chat.message.Message;
import atrium.chat.message.Sender;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A room's newest messages, in this process's memory, bounded by number and by bytes; the oldest go first.
 *
 * <p>Offsets begin at 1 and have no gaps. Not safe for concurrent use: the room's lock guards it.
 */
public final class MemoryHistory {

    private final String epoch;
    private final Deque<Message> kept = new ArrayDeque<>();
    private long head;
    private long weight;

    public MemoryHistory(String epoch) {
        this.epoch = epoch;
    }

    /** Gives {@code content} the next offset. */
    public Message append(Content content, Sender from, Instant at) {
        head++;
        Message message = new Message(head, epoch + "-" + head, at, from, content);
        kept.addLast(message);
        weight += message.weight();
        return message;
    }

    /** Forgets the oldest until no more than {@code messages} and {@code bytes} are kept. */
    public void trim(int messages, long bytes) {
        while (!kept.isEmpty() && (kept.size() > messages || weight > bytes)) {
            weight -= kept.removeFirst().weight();
        }
    }

    public String epoch() {
        return epoch;
    }

    /** The offset of the newest message; 0 if there was none yet. */
    public long head() {
        return head;
    }

    /** The newest {@code count} messages or as many as there are, oldest first. */
    public List<Message> last(long count) {
        return before(head + 1, count);
    }

    /** Up to {@code count} messages just below {@code offset}, oldest first. */
    public List<Message> before(long offset, long count) {
        List<Message> found = new ArrayList<>();
        Iterator<Message> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext() && found.size() < count) {
            Message message = newestFirst.next();
            if (message.offset() < offset) {
                found.add(message);
            }
        }
        Collections.reverse(found);
        return List.copyOf(found);
    }

    /** Everything after {@code offset}; empty if that is no longer, or was never, known without a gap. */
    public Optional<List<Message>> since(long offset) {
        long oldest = head - kept.size() + 1;
        boolean whole = offset <= head && offset >= oldest - 1;
        return whole ? Optional.of(last(head - offset)) : Optional.empty();
    }
}
