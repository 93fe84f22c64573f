package atrium.chat.session;

import atrium.chat.message.Sender;
import java.util.List;

/**
 * The person behind a connection.
 *
 * @param roles in lower case, e.g. {@code moderator}; a guest has none
 */
public record Participant(Sender self, List<String> roles) {}
