package atrium.chat.backplane.redis;

import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hears a room's feed, and hands it on without a gap: what Redis did not bring is fetched from the log first. What comes
 * while the half attaches, or while something is fetched, is held.
 *
 * <p>Confined to the line's mailbox, but for {@link #hear}.
 */
final class Hearing {

    /** Things heard that may wait. Beyond, they are dropped and the half attaches again, which costs no message. */
    private static final int WAITING = 8192;

    private final Half half;
    private final LineMeters meters;
    private final AtomicInteger unread = new AtomicInteger();
    private volatile boolean overrun;

    private State state = State.SHUT;
    private Deque<FeedItem> held = new ArrayDeque<>();
    private boolean filling;
    private long turn;

    private enum State {
        SHUT,
        HOLDING,
        OPEN
    }

    /** Who hears. */
    interface Half {

        /** Runs {@code task} in the line's mailbox. */
        void later(Runnable task);

        /** Where it stands in the common order. */
        Known.Place place();

        /** The next of the order. */
        void said(Entry entry);

        void acted(Moderation act);

        void told(String other, Presence presence);

        CompletionStage<List<Entry>> between(long first, long last);

        /** The order is not what it was, or cannot be followed: attach again. */
        void lostTrack();

        void failed(Throwable e);
    }

    Hearing(Half half, LineMeters meters) {
        this.half = half;
        this.meters = meters;
    }

    /** Any thread. */
    void hear(String text) {
        if (unread.incrementAndGet() > WAITING) {
            unread.decrementAndGet();
            overrun = true;
            return;
        }
        half.later(() -> {
            unread.decrementAndGet();
            if (state != State.SHUT) {
                FeedCodec.decode(text).ifPresentOrElse(this::heard, () -> meters.malformed().increment());
            }
        });
    }

    /** What comes is of no interest. */
    void shut() {
        state = State.SHUT;
        stop();
    }

    /** What comes waits for {@link #open}. */
    void hold() {
        state = State.HOLDING;
        stop();
    }

    private void stop() {
        turn++;
        filling = false;
        overrun = false;
        held.clear();
    }

    /** What comes, and has come, is handed on: as far as it is new. */
    void open() {
        state = State.OPEN;
        release();
    }

    /** The order is known to go as far as {@code head}. */
    void missing(long head) {
        if (state == State.OPEN && !filling) {
            fill(head + 1);
        }
    }

    private void heard(FeedItem item) {
        if (state != State.OPEN || filling) {
            keep(item);
            return;
        }
        if (overrun) {
            half.lostTrack();
            return;
        }
        switch (item) {
            case FeedItem.Said said -> said(said);
            case FeedItem.Acted acted -> half.acted(acted.act());
            case FeedItem.Told told -> half.told(told.half(), told.presence());
        }
    }

    private void keep(FeedItem item) {
        if (held.size() < WAITING) {
            held.addLast(item);
        } else {
            overrun = true;
        }
    }

    private void said(FeedItem.Said said) {
        Known.Place place = half.place();
        long offset = said.entry().offset();
        if (!said.epoch().equals(place.epoch())) {
            half.lostTrack();
        } else if (offset == place.offset() + 1) {
            half.said(said.entry());
        } else if (offset > place.offset()) {
            keep(said);
            fill(offset);
        }
    }

    /** Fetches what comes before {@code offset}. */
    private void fill(long offset) {
        filling = true;
        meters.gaps().increment();
        fetch(offset - 1, half.place().offset() + 1, turn);
    }

    private void fetch(long last, long first, long mine) {
        half.between(first, last).whenComplete((entries, e) -> half.later(() -> {
            if (mine != turn) {
                return;
            }
            if (e != null) {
                half.failed(e);
            } else {
                fetched(entries, first, last);
            }
        }));
    }

    private void fetched(List<Entry> entries, long first, long last) {
        long mine = turn;
        long next = first;
        for (Entry entry : entries) {
            if (entry.offset() != next) {
                break;
            }
            half.said(entry);
            if (mine != turn) {
                return;
            }
            next++;
        }
        if (next > last) {
            filling = false;
            release();
        } else if (entries.size() == RedisOrder.PAGE && next == first + entries.size()) {
            fetch(last, next, turn);
        } else {
            half.lostTrack(); // deleted or forgotten: a message has to follow the one before, a reunion has not
        }
    }

    private void release() {
        Deque<FeedItem> waiting = held;
        held = new ArrayDeque<>();
        if (overrun) {
            half.lostTrack();
            return;
        }
        long mine = turn;
        for (FeedItem item : waiting) {
            if (mine == turn) {
                heard(item);
            } else {
                keep(item);
            }
        }
    }
}
