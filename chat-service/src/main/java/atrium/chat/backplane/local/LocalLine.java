package atrium.chat.backplane.local;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomLine;
import atrium.chat.backplane.RoomListener;
import atrium.chat.backplane.RoomRules;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Counts, and hands on. Its lock is taken before the room's own, never the other way round. */
final class LocalLine implements RoomLine {

    private final RoomName room;
    private final String epoch;
    private final RoomListener listener;
    private final RuleStore store;
    private final SaidOnce said;
    private final InstantSource clock;
    private final Runnable onClose;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private RoomRules rules;
    private long head;
    private int members;
    private boolean closed;

    LocalLine(
            RoomName room,
            String epoch,
            RoomListener listener,
            RuleStore store,
            SaidOnce said,
            InstantSource clock,
            Runnable onClose) {
        this.room = room;
        this.epoch = epoch;
        this.listener = listener;
        this.store = store;
        this.said = said;
        this.clock = clock;
        this.onClose = onClose;
        this.rules = store.rules(room).at(clock.instant());
    }

    void attach() {
        lock.lock();
        try {
            listener.attached(new Attachment(epoch, 0, List.of(), List.of(), true, rules));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void post(Draft draft, Consumer<Placement> answer) {
        answer.accept(place(draft));
    }

    private Placement place(Draft draft) {
        lock.lock();
        try {
            if (closed) {
                return new Placement.Refused("The room has just ended; try again.");
            }
            OptionalLong before = draft.isOnce() ? said.offset(draft.id()) : OptionalLong.empty();
            return new Placement.Placed(before.isPresent() ? before.getAsLong() : say(draft));
        } finally {
            lock.unlock();
        }
    }

    private long say(Draft draft) {
        head++;
        listener.message(new Message(head, draft.id(), draft.at(), draft.from(), draft.content()));
        if (draft.isOnce()) {
            said.put(draft.id(), head);
        }
        return head;
    }

    @Override
    public void moderate(Moderation act) {
        lock.lock();
        try {
            RoomRules changed = rules.after(act).at(clock.instant());
            if (!changed.equals(rules)) {
                rules = changed;
                store.put(room, changed);
            }
            listener.moderated(act);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void tell(Presence here) {
        lock.lock();
        try {
            members = here.members();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        onClose.run();
    }

    RoomSummary summary() {
        lock.lock();
        try {
            return new RoomSummary(room, members, epoch, head);
        } finally {
            lock.unlock();
        }
    }
}
