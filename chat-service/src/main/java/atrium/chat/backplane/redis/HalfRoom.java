package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import atrium.platform.redis.RedisLink;
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
    private final Progress progress;
    private final Hearing hearing;
    private final Consumer<String> feed;
    private final Pulse pulse;
    private final Way way;

    private volatile Stage stage = Stage.OPENING;

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
        this.way = new Way(room, name);
        this.voice = new Voice(this, this.listener, context, known);
        this.progress = new Progress(name, this.listener, context, known, voice);
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
        way.leave();
        hearing.shut();
        RedisOrder last = way.order();
        if (last != null) {
            last.unsubscribe(feed);
            last.leave();
        }
    }

    /** @param current {@code null} if it is known that Redis is away */
    void linked(@Nullable RoomsLink current) {
        if (listener.isClosed() || (current != null && way.isOver(current))) {
            return;
        }
        way.use(current);
        if (current != null) {
            join();
        } else if (stage == Stage.OPENING) {
            goAlone();
        }
    }

    void unlinked(RoomsLink lost) {
        if (!listener.isClosed() && way.isOver(lost)) {
            way.use(null);
            cutOff();
        }
    }

    /** Called every second or so. */
    void look(long now) {
        if (listener.isClosed()) {
            return;
        }
        if (stage == Stage.OPENING && way.stalls()) {
            goAlone();
        } else if (stage == Stage.ALONE && way.isFree()) {
            join();
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
        return stage == Stage.ATTACHED ? way.reached() : null;
    }

    private boolean goesOnAlone() {
        return stage == Stage.ALONE && !way.isBusy();
    }

    private void join() {
        hearing.hold();
        way.join(this, voice);
    }

    private void cutOff() {
        way.leave();
        hearing.shut();
        goAlone();
    }

    private void goAlone() {
        if (stage != Stage.ALONE) {
            stage = Stage.ALONE;
            context.meters().detaches().increment();
            progress.fork();
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
        return to.attach(context.words().get(), progress.heard(), pulse.keepFor());
    }

    @Override
    public boolean suffices(Standing standing, long lowest, int messages, long bytes) {
        return Reunion.suffices(standing, progress.heard(), context.keeping().get(), lowest, messages, bytes);
    }

    @Override
    public void joined(Standing standing, List<Entry> entries) {
        boolean wasAlone = stage == Stage.ALONE;
        if (stage == Stage.ATTACHED && !standing.epoch().equals(known.place().epoch())) {
            hearing.finishOrder(); // the feed was asked for again after all of it
        }
        way.arrive();
        stage = Stage.ATTACHED;
        progress.reunite(standing, entries, wasAlone);
        goOn(Objects.requireNonNull(way.reached(), "joined without an order"), standing);
    }

    private void goOn(RedisOrder at, Standing standing) {
        voice.sendWaiting(at);
        pulse.begin(at, standing.halves(), context.nanos().getAsLong());
        hearing.open();
    }

    @Override
    public void failed(Throwable e) {
        if (RedisLink.isAnswer(e)) {
            log.warn("room \"{}\" goes on on this node alone, for Redis refuses", room, e);
        }
        cutOff();
    }

    @Override
    public void lostTrack() {
        join();
    }

    @Override
    public void said(Entry entry) {
        if (progress.isHeard(entry)) {
            lostTrack(); // said again after Redis had lost it; a reunion passes over it
        } else {
            progress.say(entry);
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
        return Objects.requireNonNull(way.order(), "fetches without an order").between(first, last);
    }
}
