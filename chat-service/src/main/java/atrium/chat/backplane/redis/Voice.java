package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomListener;
import atrium.chat.message.Message;
import atrium.chat.message.Moderation;
import atrium.platform.redis.RedisLink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is said and done in one half, until the common order has it. Confined to the line's mailbox. */
final class Voice {

    /** Messages of this half that may be on their way; more are refused. */
    private static final int WAITING = 4096;
    /** Acts of moderators that are remembered while Redis is away; the oldest are given up. */
    private static final int UNSETTLED = 1000;

    private static final String TOO_MANY = "Too much waits for its place in the room; try again.";

    private final HalfRoom half;
    private final RoomListener listener;
    private final LineContext context;
    private final Known known;
    private final Outbox outbox = new Outbox();
    private final Deque<Moderation> unsettled = new ArrayDeque<>();

    Voice(HalfRoom half, RoomListener listener, LineContext context, Known known) {
        this.half = half;
        this.listener = listener;
        this.context = context;
        this.known = known;
    }

    /** @param to {@code null} if it has to wait */
    void say(Draft draft, Consumer<Placement> answer, @Nullable RedisOrder to) {
        if (outbox.size() >= WAITING) {
            context.meters().refused().increment();
            answer.accept(new Placement.Refused(TOO_MANY));
            return;
        }
        Outbox.Pending pending = outbox.add(draft, answer);
        if (to != null) {
            send(to, pending);
        }
    }

    /** Outside of the common order. */
    void sayAlone(Draft draft, Consumer<Placement> answer) {
        sayAlone(outbox.add(draft, answer));
    }

    /** All that nobody has heard, outside of the common order. */
    void sayAllAlone() {
        outbox.unheard().forEach(this::sayAlone);
    }

    private void sayAlone(Outbox.Pending pending) {
        Draft draft = pending.draft();
        OptionalLong before = known.offsetOf(draft);
        if (before.isPresent()) {
            outbox.repeated(pending, before.getAsLong());
            return;
        }
        Keeping keeping = context.keeping().get();
        Message message = new Message(known.offset() + 1, draft.id(), draft.at(), draft.from(), draft.content());
        known.add(message, keeping);
        outbox.heardAlone(pending, keeping.messages());
        listener.message(message);
        pending.answer(new Placement.Placed(message.offset()));
    }

    /** All that was never sent to the order as it is now. */
    void sendWaiting(RedisOrder to) {
        outbox.unsent().forEach(pending -> send(to, pending));
    }

    private void send(RedisOrder to, Outbox.Pending pending) {
        append(to, pending)
                .whenComplete((offset, e) -> half.later(() -> {
                    if (e == null && offset > 0) {
                        pending.answer(new Placement.Placed(offset));
                    } else if (e == null && offset < 0) {
                        outbox.repeated(pending, -offset);
                    } else {
                        outbox.unanswered(pending);
                        if (half.isAt(to)) {
                            notPlaced(e);
                        }
                    }
                }));
    }

    private void notPlaced(@Nullable Throwable e) {
        if (e == null || RedisLink.isNoScript(e)) {
            half.lostTrack();
        } else {
            half.failed(e);
        }
    }

    /** What this node's members have heard and the order, as far as is known, does not have. */
    List<Outbox.Pending> saidAlone() {
        return outbox.saidAlone();
    }

    /** Gives it its place, which completes with the offset, or with 0 or less if it got none. */
    CompletionStage<Long> append(RedisOrder to, Outbox.Pending pending) {
        long previous = outbox.sent();
        outbox.sending(pending);
        half.pulse().active();
        int keep = context.keeping().get().messages();
        return to.append(pending.draft(), previous, pending.number(), keep);
    }

    /** Redis says that those up to {@code number} came in, and none after it ever will. */
    void landed(long number) {
        outbox.landed(number);
    }

    /** Its own message came in. */
    void heard(long number, long offset) {
        outbox.heardInOrder(number, offset);
    }

    boolean isHeard(long number) {
        return outbox.isHeard(number);
    }

    /** @param to {@code null} if it has to wait */
    void act(Moderation act, @Nullable RedisOrder to) {
        unsettled.addLast(act);
        if (unsettled.size() > UNSETTLED) {
            unsettled.removeFirst();
        }
        if (to != null) {
            send(to, act)
                    .whenComplete((done, e) -> half.later(() -> {
                        if (e != null && half.isAt(to)) {
                            half.failed(e);
                        }
                    }));
        }
    }

    /** Makes it hold in the order, and only then forgets it. */
    CompletionStage<Long> send(RedisOrder to, Moderation act) {
        return to.moderate(act).whenComplete((done, e) -> {
            if (e == null) {
                half.later(() -> unsettled.remove(act));
            }
        });
    }

    /** What moderators did and the order may not have. */
    List<Moderation> unsettled() {
        return List.copyOf(unsettled);
    }

    /** A message is taken back, also if only this node's members have heard it. */
    void forget(String id) {
        outbox.forget(id);
    }

    void refuseAll(String why) {
        outbox.refuseAll(why);
    }
}
