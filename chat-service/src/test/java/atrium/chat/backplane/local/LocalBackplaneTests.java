package atrium.chat.backplane.local;

import atrium.chat.backplane.Backplane;
import atrium.chat.backplane.BackplaneContract;
import atrium.chat.backplane.RoomRules;
import atrium.chat.message.RoomName;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

class LocalBackplaneTests extends BackplaneContract {

    private final Backplane node = new LocalBackplane(
            () -> UUID.randomUUID().toString(), new MapRules(), InstantSource.system());

    @Override
    protected Backplane node() {
        return node;
    }

    private static final class MapRules implements RuleStore {

        private final Map<RoomName, RoomRules> kept = new ConcurrentHashMap<>();

        @Override
        public RoomRules rules(RoomName room) {
            return kept.getOrDefault(room, RoomRules.NONE);
        }

        @Override
        public void put(RoomName room, RoomRules rules) {
            kept.put(room, rules);
        }
    }
}
