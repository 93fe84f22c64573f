package atrium.chat.transport.websocket;

import atrium.chat.message.Content;
import atrium.chat.problem.ChatProblem;
import org.jspecify.annotations.Nullable;

/** What a client says in {@code atrium.chat.v1}. */
sealed interface ClientMessage {

    /** @param ref echoed in the answer */
    record Send(Content content, @Nullable String ref) implements ClientMessage {}

    record Resume(String epoch, long offset) implements ClientMessage {}

    record Ping() implements ClientMessage {}

    /** Not a message: what is wrong with it. */
    record Malformed(
            ChatProblem problem, String detail, @Nullable String ref) implements ClientMessage {}
}
