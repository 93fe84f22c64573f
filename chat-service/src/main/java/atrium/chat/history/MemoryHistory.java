package atrium.chat.history;

import atrium.chat.message.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A room's newest messages, in this process's memory, bounded by number and by bytes; the oldest go first. Messages that
 * were taken back are remembered by their ids, the newest hundred of them, for those who had seen them.
 *
 * <p>Not safe for concurrent use: the room's lock guards it.
 */
public final class MemoryHistory {

    private static final int DELETIONS = 100;

    private final Deque<Message> kept = new ArrayDeque<>();
    private final Deque<Message> deleted = new ArrayDeque<>();
    private String epoch;
    private long head;
    /** Everything after this offset is known. */
    private long floor;
    /** Another epoch whose order is the same up to {@link #common}. */
    private @Nullable String sibling;

    private long common;
    private long weight;

    /**
     * @param head offset of the newest message; 0 if there was none
     * @param messages oldest first; all that were said after the first of them, but those that were deleted
     */
    public MemoryHistory(String epoch, long head, List<Message> messages) {
        this.epoch = epoch;
        fill(head, messages);
    }

    /**
     * Goes on in another epoch.
     *
     * @param whole whether all that was heard in the present epoch has the same place in the new one, as far as this
     *     history was the last time in that epoch, if ever
     */
    public void continueIn(String next, long newHead, List<Message> messages, boolean whole) {
        if (!whole) {
            sibling = null;
        } else if (!next.equals(epoch)) {
            common = next.equals(sibling) ? common : newHead;
            sibling = epoch;
        }
        epoch = next;
        fill(newHead, messages);
    }

    private void fill(long newHead, List<Message> messages) {
        head = newHead;
        floor = messages.isEmpty() ? newHead : messages.getFirst().offset() - 1;
        kept.clear();
        kept.addAll(messages);
        weight = messages.stream().mapToLong(Message::weight).sum();
    }

    /** Takes the next message. */
    public void append(Message message) {
        head = message.offset();
        kept.addLast(message);
        weight += message.weight();
    }

    /** Forgets the oldest until no more than {@code messages} and {@code bytes} are kept. */
    public void trim(int messages, long bytes) {
        while (!kept.isEmpty() && (kept.size() > messages || weight > bytes)) {
            Message oldest = kept.removeFirst();
            weight -= oldest.weight();
            floor = oldest.offset();
        }
    }

    /** Takes the message back, if it is still known. */
    public void delete(String id) {
        Iterator<Message> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext()) {
            Message message = newestFirst.next();
            if (message.id().equals(id)) {
                newestFirst.remove();
                weight -= message.weight();
                remember(message);
                return;
            }
        }
    }

    private void remember(Message message) {
        deleted.addLast(message);
        if (deleted.size() > DELETIONS) {
            deleted.removeFirst();
        }
    }

    /** The oldest message that is {@code wanted}. */
    public Optional<Message> find(Predicate<Message> wanted) {
        return kept.stream().filter(wanted).findFirst();
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

    /** Everything after {@code offset} of {@code of}; empty if that is no longer, or was never, known whole. */
    public Optional<List<Message>> since(String of, long offset) {
        boolean sameOrder = of.equals(epoch) || (of.equals(sibling) && offset <= common);
        boolean whole = sameOrder && offset <= head && offset >= floor;
        return whole
                ? Optional.of(kept.stream()
                        .filter(message -> message.offset() > offset)
                        .toList())
                : Optional.empty();
    }

    /** The ids of what was taken back and had been said up to {@code offset}, oldest first. */
    public List<String> deletedUpTo(long offset) {
        return deleted.stream()
                .filter(message -> message.offset() <= offset)
                .map(Message::id)
                .toList();
    }
}
