package atrium.chat.backplane;

import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import java.time.Instant;

/**
 * A message that has no place in the order yet.
 *
 * @param id unique over all rooms, nodes and time; a draft that is posted again under its id is said once
 */
public record Draft(String id, Instant at, Sender from, Content content) {

    /** What the ids of those begin with that their author may post again, not knowing whether they were said. */
    public static final String ONCE = "once-";

    /** Whether it may come again, from anywhere and for as long as a day: it is then answered, and not said. */
    public boolean isOnce() {
        return id.startsWith(ONCE);
    }
}
