package atrium.chat.backplane.redis;

import atrium.chat.backplane.Attachment;
import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
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
    private static final String ENDED = "The room has just ended; try again.";

    private final RoomName room;
    private final String name;
    private final UntilClosed listener;
    private final LineContext context;
    private final Mailbox mailbox;
    private final Known known = new Known();
    private final Voice voice;
    private final Hearing hearing;
    private final Consumer<String> feed;
    private final Pulse pulse;
    private final HeardNumbers numbers = new HeardNumbers();

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
        this.voice = new Voice(this, this.listener, context, known);
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
            voice.sayAlone(draft, answer);
        } else {
            voice.say(draft, answer, attachedOrder());
        }
    }

    void moderate(Moderation act) {
        if (listener.isClosed()) {
            return;
        }
        voice.act(act, attachedOrder());
        if (stage == Stage.ALONE) {
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
        voice.refuseAll(ENDED);
        abandonJoining();
        hearing.shut();
        if (order != null) {
            order.unsubscribe(feed);
            order.leave();
        }
    }

    /** @param current {@code null} if it is known that Redis is away */
    void linked(@Nullable RedisLink current) {
        if (listener.isClosed() || (current != null && current == link)) {
            return;
        }
        link = current;
        if (current != null) {
            join(current);
        } else if (stage == Stage.OPENING) {
            goAlone();
        }
    }

    void unlinked(RedisLink lost) {
        if (!listener.isClosed() && link == lost) {
            link = null;
            cutOff();
        }
    }

    /** Called every second or so. */
    void look(long now) {
        if (listener.isClosed()) {
            return;
        }
        if (stage == Stage.OPENING && (joining == null || joining.stalls())) {
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

    /** The order is known to go as far as {@code head}. */
    void missing(long head) {
        if (head > known.offset()) {
            hearing.missing(head);
        }
    }

    private @Nullable RedisOrder attachedOrder() {
        return stage == Stage.ATTACHED && joining == null ? order : null;
    }

    private boolean goesOnAlone() {
        return stage == Stage.ALONE && (joining == null || !joining.begun());
    }

    private void join(RedisLink over) {
        abandonJoining();
        generation++;
        RedisOrder fresh = new RedisOrder(over, room, name, generation);
        order = fresh;
        hearing.hold();
        joining = new Joining(this, voice, over, fresh);
        joining.begin();
    }

    private void abandonJoining() {
        if (joining != null) {
            joining.abandon();
            joining = null;
        }
    }

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
            Known.Place place = known.place();
            listener.attached(new Attachment(
                    place.epoch(), place.offset(), known.kept(), List.of(), true, known.rules()));
            voice.unsettled().forEach(this::acted);
        }
        if (goesOnAlone()) {
            voice.sayAllAlone();
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
    public boolean suffices(Standing standing, long lowest, int messages, long bytes) {
        return Reunion.suffices(standing, heard, context.keeping().get(), lowest, messages, bytes);
    }

    @Override
    public void joined(Standing standing, List<Entry> entries) {
        boolean wasAlone = stage == Stage.ALONE;
        Reunion reunion =
                Reunion.of(standing, entries, heard, wasAlone, this::isHeard, context.keeping().get());
        count(reunion, wasAlone);
        joining = null;
        stage = Stage.ATTACHED;
        heard = new Heard(standing.epoch(), standing.head(), reunion.mark());
        known.replace(standing.epoch(), standing.head(), reunion.kept(), standing.rules());
        List<Message> missed = reunion.missed().stream()
                .map(Entry::message)
                .filter(Objects::nonNull)
                .toList();
        listener.attached(new Attachment(
                standing.epoch(), standing.head(), reunion.kept(), missed, reunion.whole(), standing.rules()));
        entries.forEach(this::note);
        goOn(Objects.requireNonNull(order, "joined without an order"), standing);
    }

    private void goOn(RedisOrder at, Standing standing) {
        voice.sendWaiting(at);
        pulse.begin(at, standing.halves(), context.nanos().getAsLong());
        hearing.open();
    }

    private void count(Reunion reunion, boolean wasAlone) {
        if (wasAlone) {
            context.meters().heals().increment();
        }
        if (!reunion.whole() && heard != null) {
            context.meters().broken().increment();
        }
    }

    private boolean isHeard(Entry entry) {
        Mark mark = entry.mark();
        return mark.half().equals(name) ? voice.isHeard(mark.number()) : numbers.contains(mark);
    }

    private void note(Entry entry) {
        Mark mark = entry.mark();
        if (mark.half().equals(name)) {
            voice.heard(mark.number(), entry.offset());
        } else {
            numbers.add(mark);
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
        if (isHeard(entry)) {
            lostTrack(); // said again after Redis had lost it; a reunion passes over it
            return;
        }
        heard = new Heard(known.place().epoch(), entry.offset(), entry.mark().toString());
        note(entry);
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
    public void acted(Moderation act) {
        known.acted(act);
        if (act instanceof Moderation.Delete delete) {
            voice.forget(delete.message());
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
