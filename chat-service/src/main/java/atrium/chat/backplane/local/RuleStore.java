package atrium.chat.backplane.local;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.RoomName;

/** Where a single node keeps what moderators decided. Any thread may call; neither method waits for a disk. */
public interface RuleStore {

    /** What holds for {@code room}; {@link RoomRules#NONE} where nothing was ever decided. */
    RoomRules rules(RoomName room);

    void put(RoomName room, RoomRules rules);
}
