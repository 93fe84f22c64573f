package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.backplane.Placement;
import atrium.chat.backplane.RoomLine;
import atrium.chat.backplane.RoomListener;
import atrium.chat.backplane.RoomSummary;
import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import atrium.chat.message.RoomName;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings what any thread wants of a {@link HalfRoom} into its mailbox. */
final class RedisLine implements RoomLine {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RoomName room;
    private final Mailbox mailbox;
    private final HalfRoom half;
    private final Runnable onClose;
    /** When it has to look whether there is something to do: no line has a timer. */
    private volatile long due;

    RedisLine(RoomName room, RoomListener listener, LineContext context, Runnable onClose) {
        this.room = room;
        this.mailbox = new Mailbox(context.executor());
        this.half = new HalfRoom(room, listener, context, mailbox);
        this.onClose = onClose;
        this.due = context.nanos().getAsLong() + SECOND;
    }

    @Override
    public void post(Draft draft, Consumer<Placement> answer) {
        mailbox.run(() -> half.post(draft, answer));
    }

    @Override
    public void moderate(Moderation act) {
        mailbox.run(() -> half.moderate(act));
    }

    @Override
    public void tell(Presence here) {
        mailbox.run(() -> half.tell(here));
    }

    @Override
    public void close() {
        half.closing();
        onClose.run();
        mailbox.run(half::close);
    }

    /** @param current {@code null} if it is known that Redis is away */
    void linked(@Nullable RoomsLink current) {
        mailbox.run(() -> half.linked(current));
    }

    void unlinked(RoomsLink lost) {
        mailbox.run(() -> half.unlinked(lost));
    }

    /** Called now and then. */
    void tick(long now) {
        if (now - due >= 0) {
            due = now + SECOND;
            mailbox.run(() -> half.look(now));
        }
    }

    RoomSummary summary() {
        Known.Place place = half.place();
        return new RoomSummary(room, half.pulse().membersEverywhere(), place.epoch(), place.offset());
    }

    boolean isAlone() {
        return half.isAlone();
    }
}
