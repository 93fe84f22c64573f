package atrium.chat.backplane.redis;

import atrium.chat.backplane.RoomRules;
import java.time.Duration;
import java.util.Map;

/**
 * How a room stood when a half attached.
 *
 * @param head offset of the newest message
 * @param number of the newest message of the half itself that ever came in
 * @param halves the others
 */
record Standing(String epoch, long head, long number, RoomRules rules, Map<String, Half> halves) {

    /**
     * Another node's half, as it said last.
     *
     * @param age how long ago that was
     */
    record Half(int members, Duration age) {}
}
