package atrium.chat.backplane.redis;

import atrium.chat.backplane.Draft;
import atrium.chat.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message in the order.
 *
 * @param draft {@code null} if it could not be read; its place is taken all the same
 */
record Entry(long offset, Mark mark, @Nullable Draft draft) {

    @Nullable
    Message message() {
        return draft == null ? null : new Message(offset, draft.id(), draft.at(), draft.from(), draft.content());
    }

    /** Bytes that keeping it takes, roughly. */
    long weight() {
        Message message = message();
        return message == null ? 0 : message.weight();
    }
}
