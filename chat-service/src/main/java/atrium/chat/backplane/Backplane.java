package atrium.chat.backplane;

import atrium.chat.message.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where rooms get their order, and hear what is said in them on any node. One a process; any thread may call.
 *
 * <p>A room of one name is one room on all nodes that share a backplane: each message gets one place in one order, and
 * every node hears all of them in it.
 */
public interface Backplane {

    /**
     * Connects this node's half of {@code room}. Returns at once; {@code listener} is called from then on, the first
     * time with {@link RoomListener#attached}, perhaps before this method returns. A room is opened at most once at a
     * time.
     */
    RoomLine open(RoomName room, RoomListener listener);

    /** The rooms that live on any node, in no order; those of this node at least, if the others cannot be asked. */
    CompletionStage<List<RoomSummary>> rooms();

    /** Whether {@code room} lives on any node or is still remembered; false if that cannot be asked. */
    CompletionStage<Boolean> knows(RoomName room);
}
