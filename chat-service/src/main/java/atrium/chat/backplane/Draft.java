package atrium.chat.backplane;

import atrium.chat.message.Content;
import atrium.chat.message.Sender;
import java.time.Instant;

/**
 * A message that has no place in the order yet.
 *
 * @param id unique over all rooms, nodes and time; a draft that is posted again under its id is said once
 */
public record Draft(String id, Instant at, Sender from, Content content) {}
