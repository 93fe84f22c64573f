package atrium.chat.backplane;

import atrium.chat.message.Moderation;
import atrium.chat.message.Presence;
import java.util.function.Consumer;

/**
 * One half room's connection to its order. Any thread may call, but not while it holds a lock that the listener takes.
 */
public interface RoomLine {

    /**
     * Gives {@code draft} the next place in the order and lets every half hear it, this one included. One that is to be
     * said {@linkplain Draft#isOnce once}, and was, is answered with the place that it got then.
     *
     * @param answer called once, from any thread, perhaps before this method returns and before or after the listener
     *     hears the message
     */
    void post(Draft draft, Consumer<Placement> answer);

    /** Makes {@code act} hold on all nodes, keeps what is to be kept of it, and lets every half hear it. */
    void moderate(Moderation act);

    /** Tells the other halves who is on this node; not kept. Also tells them that this half lives. */
    void tell(Presence here);

    /** This half ends: the listener hears nothing more. What is remembered of the room stays for others. */
    void close();
}
