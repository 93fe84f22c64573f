package atrium.chat.backplane.redis;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One half of a room, and whose order it follows.
 *
 * <pre>
 * OPENING ──joined──▶ ATTACHED ──cut off──▶ ALONE
 *    │                    ▲                 ▲  │
 *    │                    └─────joined──────┼──┘
 *    └──────────no answer, cut off──────────┘
 * </pre>
 *
 * <p>ATTACHED, a draft goes to Redis and is heard when the feed brings it back, like everybody's. ALONE, the half goes
 * on in an epoch of its own that forks from the common order, gives places itself, and remembers what was said. To come
 * back it attaches under a new generation, which bars all that it had sent and that Redis has not run yet; Redis says
 * how much came in, the rest is appended, and what others said meanwhile is told as missed. While it attaches, posts
 * wait, and what the feed brings is held.
 *
 * <p>All of it runs in the mailbox, one task after the other; only what is volatile is seen by other threads.
 *
 * <p>Rejected: to look for the own messages' ids in the stream. That says nothing of those that are trimmed, nor of those
 * that a stopped Redis still has before it. Rejected, too: to let the room wait until Redis is back. People talk.
 */
final class HalfRoom implements Joining.Half, Hearing.Half {

    private static final Logger log = LoggerFactory.getLogger(HalfRoom.class);

    /** Messages of this half that may be on their way; more are refused. */
    private static final int WAITING = 4096;
    /** Acts of moderators that are remembered while Redis is away; the oldest are given up. */
    private static final int UNSETTLED = 1000;

    private static final String ENDED = "The room has just ended; try again.";
    private static final String TOO_MANY = "Too much waits for its place in the room; try again.";

    private final RoomName room;
    private final String name;
    private final UntilClosed listener;
    private final LineContext context;
    private final Mailbox mailbox;
    private final Hearing hearing;
    private final Consumer<String> feed;
    private final Pulse pulse;
    private final Known known = new Known();
    private final Outbox outbox = new Outbox();
    private final Deque<Moderation> unsettled = new ArrayDeque<>();

    private volatile Stage stage = Stage.OPENING;
    private @Nullable RedisLink link;
    private @Nullable RedisOrder order;
    private @Nullable Joining joining;
    private @Nullable Heard heard;
    private long generation;

    private enum Stage {
        OPENING,
        ATTACHED,
        ALONE
    }

    HalfRoom(RoomName room, RoomListener listener, LineContext context, Mailbox mailbox) {
        this.room = room;
        this.name = context.words().get();
        this.listener = new UntilClosed(listener);
        this.context = context;
        this.mailbox = mailbox;
        this.hearing = new Hearing(this, context.meters());
        this.feed = hearing::hear;
        this.pulse = new Pulse(this, this.listener, context.keeping());
    }

    /** Any thread. */
    @Override
    public void later(Runnable task) {
        mailbox.run(task);
    }

    /** Any thread. */
    @Override
    public Known.Place place() {
        return known.place();
    }

    /** Any thread. */
    boolean isAlone() {
        return stage == Stage.ALONE;
    }

    Pulse pulse() {
        return pulse;
    }

    void post(Draft draft, Consumer<Placement> answer) {
        if (listener.isClosed()) {
            answer.accept(new Placement.Refused(ENDED));
        } else if (goesOnAlone()) {
            sayAlone(outbox.add(draft, answer));
        } else if (outbox.size() >= WAITING) {
            context.meters().refused().increment();
            answer.accept(new Placement.Refused(TOO_MANY));
        } else {
            Outbox.Pending pending = outbox.add(draft, answer);
            RedisOrder to = attachedOrder();
            if (to != null) {
                send(to, pending);
            }
        }
    }

    void moderate(Moderation act) {
        if (listener.isClosed()) {
            return;
        }
        unsettled.addLast(act);
        if (unsettled.size() > UNSETTLED) {
            unsettled.removeFirst();
        }
        RedisOrder to = attachedOrder();
        if (to != null) {
            to.moderate(act).whenComplete((done, e) -> later(() -> settle(to, act, e)));
        } else if (stage == Stage.ALONE) {
            acted(act);
        }
    }

    void tell(Presence here) {
        pulse.tell(here, attachedOrder());
    }

    /** Any thread: the listener is not called any more. */
    void closing() {
        listener.close();
    }

    void close() {
        outbox.refuseAll(ENDED);
        abandonJoining();
        hearing.shut();
        if (order != null) {
            order.unsubscribe(feed);
            order.leave();
        }
    }

    void linked(@Nullable RedisLink current) {
        if (listener.isClosed() || (current != null && current == link)) {
            return;
        }
        link = current;
        if (current != null) {
            join(current);
        } else if (stage == Stage.OPENING) {
            cutOff();
        }
    }

    void unlinked(RedisLink lost) {
        if (!listener.isClosed() && link == lost) {
            link = null;
            cutOff();
        }
    }

    void look(long now) {
        if (listener.isClosed()) {
            return;
        }
        if (stage == Stage.OPENING) {
            goAlone();
        } else if (stage == Stage.ALONE && link != null && joining == null) {
            join(link);
        }
        pulse.look(attachedOrder(), now);
    }

    /** Whether {@code which} is the order that it follows now. */
    boolean isAt(RedisOrder which) {
        return !listener.isClosed() && attachedOrder() == which;
    }

    void missing(long head) {
        if (head > known.offset()) {
            hearing.missing(head);
        }
    }

    private boolean goesOnAlone() {
        return stage == Stage.ALONE && (joining == null || !joining.begun());
    }

    private @Nullable RedisOrder attachedOrder() {
        return stage == Stage.ATTACHED && joining == null ? order : null;
    }

    private void sayAlone(Outbox.Pending pending) {
        Draft draft = pending.draft();
        Keeping keeping = context.keeping().get();
        Message message = new Message(known.offset() + 1, draft.id(), draft.at(), draft.from(), draft.content());
        known.add(message, keeping);
        outbox.heardAlone(pending, keeping.messages());
        listener.message(message);
        pending.answer(new Placement.Placed(message.offset()));
    }

    private void send(RedisOrder to, Outbox.Pending pending) {
        append(to, pending).whenComplete((offset, e) -> mailbox.run(() -> {
            if (e == null && offset > 0) {
                pending.answer(new Placement.Placed(offset));
            } else if (isAt(to)) {
                notPlaced(e);
            }
        }));
    }

    private void notPlaced(@Nullable Throwable e) {
        if (e == null || RedisLink.isNoScript(e)) {
            lostTrack();
        } else {
            failed(e);
        }
    }

    private void settle(RedisOrder to, Moderation act, @Nullable Throwable e) {
        if (e == null) {
            settled(act);
        } else if (isAt(to)) {
            failed(e);
        }
    }

    private void join(RedisLink over) {
        abandonJoining();
        generation++;
        RedisOrder fresh = new RedisOrder(over, room, name, generation);
        order = fresh;
        hearing.hold();
        joining = new Joining(this, over, fresh);
        joining.begin();
    }

    private void abandonJoining() {
        if (joining != null) {
            joining.abandon();
            joining = null;
        }
    }

    /** Redis cannot be followed now. */
    private void cutOff() {
        abandonJoining();
        hearing.shut();
        goAlone();
    }

    private void goAlone() {
        if (stage != Stage.ALONE) {
            stage = Stage.ALONE;
            context.meters().detaches().increment();
            known.fork(context.words().get());
            listener.attached(new Attachment(
                    known.place().epoch(), known.offset(), known.kept(), List.of(), true, known.rules()));
            unsettled.forEach(this::acted);
        }
        if (goesOnAlone()) {
            outbox.unheard().forEach(this::sayAlone);
        }
    }

    @Override
    public CompletionStage<Void> subscribe(RedisOrder to) {
        return to.subscribe(feed);
    }

    @Override
    public CompletionStage<Standing> attach(RedisOrder to) {
        return to.attach(context.words().get(), heard, pulse.keepFor());
    }

    @Override
    public void landed(long number) {
        outbox.landed(number);
    }

    @Override
    public List<Outbox.Pending> saidAlone() {
        return outbox.saidAlone();
    }

    @Override
    public CompletionStage<Long> append(RedisOrder to, Outbox.Pending pending) {
        long previous = outbox.sent();
        outbox.sending(pending);
        pulse.active();
        return to.append(
                pending.draft(), previous, pending.number(), context.keeping().get().messages());
    }

    @Override
    public List<Moderation> unsettled() {
        return List.copyOf(unsettled);
    }

    @Override
    public void settled(Moderation act) {
        unsettled.remove(act);
    }

    @Override
    public boolean suffices(Standing standing, List<Entry> entries) {
        Keeping keeping = context.keeping().get();
        long bytes = entries.stream()
                .map(Entry::message)
                .filter(Objects::nonNull)
                .mapToLong(Message::weight)
                .sum();
        boolean remembered = entries.size() >= keeping.messages() || bytes > keeping.bytes();
        boolean reunited = heard == null
                || (heard.epoch().equals(standing.epoch())
                        && entries.getLast().offset() <= heard.offset() + 1);
        return remembered && reunited;
    }

    @Override
    public void joined(Standing standing, List<Entry> entries) {
        Reunion reunion = Reunion.of(
                standing,
                entries,
                heard,
                stage == Stage.ALONE,
                this::isSaid,
                known.ids(),
                context.keeping().get());
        count(reunion);
        joining = null;
        stage = Stage.ATTACHED;
        heard = new Heard(standing.epoch(), standing.head(), reunion.mark());
        known.replace(standing.epoch(), standing.head(), reunion.kept(), standing.rules());
        List<Message> missed =
                reunion.missed().stream().map(Entry::message).filter(Objects::nonNull).toList();
        listener.attached(new Attachment(
                standing.epoch(), standing.head(), reunion.kept(), missed, reunion.whole(), standing.rules()));
        reunion.missed().forEach(this::answerOwn);
        goOn(standing);
    }

    private void goOn(Standing standing) {
        RedisOrder at = Objects.requireNonNull(order, "joined without an order");
        outbox.unsent().forEach(pending -> send(at, pending));
        pulse.begin(at, standing.halves(), context.nanos().getAsLong());
        hearing.open();
    }

    private void count(Reunion reunion) {
        if (stage == Stage.ALONE) {
            context.meters().heals().increment();
        }
        if (!reunion.whole() && heard != null) {
            context.meters().broken().increment();
        }
    }

    private boolean isSaid(Entry entry) {
        return entry.mark().half().equals(name) && outbox.isHeard(entry.mark().number());
    }

    private void answerOwn(Entry entry) {
        if (entry.mark().half().equals(name)) {
            outbox.heardInOrder(entry.mark().number(), entry.offset());
        }
    }

    @Override
    public void failed(Throwable e) {
        if (link != null && link.isOpen()) {
            log.warn("room \"{}\" goes on on this node alone for now", room, e);
        }
        cutOff();
    }

    @Override
    public void lostTrack() {
        if (link != null) {
            join(link);
        }
    }

    @Override
    public void said(Entry entry) {
        heard = new Heard(known.place().epoch(), entry.offset(), entry.mark().toString());
        answerOwn(entry);
        Message message = entry.message();
        if (message == null) {
            context.meters().malformed().increment();
            known.skipTo(entry.offset());
        } else {
            known.add(message, context.keeping().get());
            listener.message(message);
        }
    }

    @Override
    public void skipTo(long offset) {
        heard = new Heard(known.place().epoch(), offset, "");
        known.skipTo(offset);
    }

    @Override
    public void acted(Moderation act) {
        known.acted(act);
        if (act instanceof Moderation.Delete delete) {
            outbox.delete(delete.message());
        }
        listener.moderated(act);
    }

    @Override
    public void told(String other, Presence presence) {
        if (!other.equals(name)) {
            pulse.told(other, presence, context.nanos().getAsLong());
        }
    }

    @Override
    public CompletionStage<List<Entry>> between(long first, long last) {
        return Objects.requireNonNull(order, "fetches without an order").between(first, last);
    }
}
