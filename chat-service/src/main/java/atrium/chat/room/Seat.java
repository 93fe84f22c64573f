package atrium.chat.room;

import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** A member's place in a room, and all that the member can do there. Used on the member's event loop, if not said otherwise. */
public final class Seat {

    private static final int NOT_SEATED = -1;

    private final Room room;
    private final Audience audience;
    private final Member member;
    private final ChosenName name;
    private int index = NOT_SEATED;
    private boolean left;

    Seat(Room room, Audience audience, Member member, ChosenName name) {
        this.room = room;
        this.audience = audience;
        this.member = member;
        this.name = name;
    }

    /**
     * Says {@code content} to everybody in the room, this member included.
     *
     * @param answer called once, at once or later, from any thread
     */
    public void say(Content content, Consumer<Posted> answer) {
        room.post(member.self(), member.roles(), content, answer);
    }

    /** Answers with a welcome that tells what came after {@code offset}, if the room still knows it. */
    public void resume(String epoch, long offset) {
        room.resume(this, epoch, offset);
    }

    /** Takes ownership of {@code frame} and sends it to this member alone, with the next batch. From any thread. */
    public void whisper(ByteBuf frame) {
        room.whisper(this, frame);
    }

    /** Gives the seat back; a second call does nothing. */
    public void leave() {
        if (!left) {
            left = true;
            audience.unseat(this);
            room.leave(this);
        }
    }

    Audience audience() {
        return audience;
    }

    /** Who sits here, beyond this connection. */
    String person() {
        return Sender.person(member.id());
    }

    ChosenName name() {
        return name;
    }

    Member member() {
        return member;
    }

    boolean left() {
        return left;
    }

    boolean seated() {
        return index != NOT_SEATED;
    }

    int index() {
        return index;
    }

    void moveTo(int place) {
        index = place;
    }

    void unseated() {
        index = NOT_SEATED;
    }
}
