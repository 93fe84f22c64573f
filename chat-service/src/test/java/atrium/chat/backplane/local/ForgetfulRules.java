package atrium.chat.backplane.local;

import atrium.chat.backplane.RoomRules;
import atrium.chat.message.RoomName;

/** Remembers nothing. */
public final class ForgetfulRules implements RuleStore {

    @Override
    public RoomRules rules(RoomName room) {
        return RoomRules.NONE;
    }

    @Override
    public void put(RoomName room, RoomRules rules) {}
}
