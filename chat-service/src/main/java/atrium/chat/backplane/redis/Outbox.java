package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this half has said and not yet heard in the common order. Numbers grow, and Redis keeps the newest that came in,
 * so that after any loss both sides know which of them did: none is said twice.
 *
 * <p>Confined to the line's mailbox.
 */
final class Outbox {

    private static final String GONE = "It was said, and is gone already.";

    private final Deque<Pending> waiting = new ArrayDeque<>();
    private long last;
    private long heard;
    private long sent;

    /** A draft on its way. */
    static final class Pending {

        private final long number;
        private final Draft draft;
        private @Nullable Consumer<Placement> answer;

        private Pending(long number, Draft draft, Consumer<Placement> answer) {
            this.number = number;
            this.draft = draft;
            this.answer = answer;
        }

        long number() {
            return number;
        }

        Draft draft() {
            return draft;
        }

        /** Only the first time. */
        void answer(Placement placement) {
            Consumer<Placement> waiting = answer;
            answer = null;
            if (waiting != null) {
                waiting.accept(placement);
            }
        }
    }

    int size() {
        return waiting.size();
    }

    Pending add(Draft draft, Consumer<Placement> answer) {
        last++;
        Pending pending = new Pending(last, draft, answer);
        waiting.addLast(pending);
        return pending;
    }

    /** The newest that was sent, and came in as far as is known: what the next is checked against. */
    long sent() {
        return sent;
    }

    void sending(Pending pending) {
        sent = pending.number();
    }

    /** Redis says that those up to {@code number} came in and none after it ever will. */
    void landed(long number) {
        sent = number;
        waiting.removeIf(pending -> pending.number() <= Math.min(number, heard));
    }

    /** What this node's members have heard and the order does not have; oldest first. */
    List<Pending> saidAlone() {
        return waiting.stream()
                .filter(pending -> pending.number() > sent && pending.number() <= heard)
                .toList();
    }

    /** What nobody has heard and was not sent; oldest first. */
    List<Pending> unsent() {
        return waiting.stream()
                .filter(pending -> pending.number() > Math.max(sent, heard))
                .toList();
    }

    /** What this node's members have not heard yet, sent or not; oldest first. */
    List<Pending> unheard() {
        return waiting.stream().filter(pending -> pending.number() > heard).toList();
    }

    boolean isHeard(long number) {
        return number <= heard;
    }

    /**
     * Its own message came back with its place. Those before it that did not were trimmed or deleted meanwhile; or they
     * had been said before, which Redis is about to answer.
     */
    void heardInOrder(long number, long offset) {
        heard = Math.max(heard, number);
        while (!waiting.isEmpty() && waiting.getFirst().number() <= number) {
            Pending pending = waiting.removeFirst();
            if (pending.number() == number) {
                pending.answer(new Placement.Placed(offset));
            } else if (!pending.draft().isOnce()) {
                pending.answer(new Placement.Refused(GONE));
            }
        }
    }

    /** This node's members hear it now, outside of the common order; the oldest beyond {@code keep} are given up. */
    void heardAlone(Pending pending, int keep) {
        heard = pending.number();
        while (waiting.size() > keep && waiting.getFirst().number() <= heard) {
            waiting.removeFirst();
        }
    }

    /** It was said before: it has its place, and comes back to nobody. */
    void repeated(Pending pending, long offset) {
        waiting.remove(pending);
        pending.answer(new Placement.Placed(offset));
    }

    /** Redis does not answer what became of it; it still waits, or others were heard after it. */
    void unanswered(Pending pending) {
        if (!waiting.contains(pending)) {
            pending.answer(new Placement.Refused(GONE));
        }
    }

    /** Takes back what only this node's members have heard. */
    void forget(String id) {
        waiting.removeIf(
                pending -> pending.number() <= heard && pending.draft().id().equals(id));
    }

    /** Nothing will be heard of any of them any more. */
    void refuseAll(String why) {
        waiting.forEach(pending -> pending.answer(new Placement.Refused(why)));
        waiting.clear();
    }
}
