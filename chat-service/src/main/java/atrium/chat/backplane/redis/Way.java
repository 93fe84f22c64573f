package atrium.chat.backplane.redis;

import atrium.chat.message.RoomName;
import org.jspecify.annotations.Nullable;

/** A half's way to the common order: over which link, and in which attempt. Confined to the line's mailbox. */
final class Way {

    private final RoomName room;
    private final String half;
    private @Nullable RoomsLink link;
    private @Nullable RedisOrder order;
    private @Nullable Joining joining;
    private long generation;

    Way(RoomName room, String half) {
        this.room = room;
        this.half = half;
    }

    boolean isOver(@Nullable RoomsLink which) {
        return link == which;
    }

    /** Whether there is a link, and no attempt to attach over it. */
    boolean isFree() {
        return link != null && joining == null;
    }

    /** Whether an attempt is under way, and its turn has come. */
    boolean isBusy() {
        return joining != null && joining.begun();
    }

    /** Whether no attempt is getting anywhere. */
    boolean stalls() {
        return joining == null || joining.stalls();
    }

    /** The order that was reached, if {@link #arrive} was the last that happened. */
    @Nullable
    RedisOrder reached() {
        return joining == null ? order : null;
    }

    /** Where the half is or is about to be; the last, if it was closed. */
    @Nullable
    RedisOrder order() {
        return order;
    }

    void use(@Nullable RoomsLink current) {
        link = current;
    }

    /** Begins anew, if there is a link. */
    void join(Joining.Half who, Voice voice) {
        RoomsLink over = link;
        if (over == null) {
            return;
        }
        leave();
        generation++;
        RedisOrder fresh = new RedisOrder(over, room, half, generation);
        order = fresh;
        joining = new Joining(who, voice, over, fresh);
        joining.begin();
    }

    void arrive() {
        joining = null;
    }

    /** Gives up the attempt, if there is one. */
    void leave() {
        if (joining != null) {
            joining.abandon();
            joining = null;
        }
    }
}
