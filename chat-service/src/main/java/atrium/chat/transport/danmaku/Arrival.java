package atrium.chat.transport.danmaku;

import atrium.chat.session.Participant;
import org.jspecify.annotations.Nullable;

/** Where a client has come from; with the name that it then says, this is who it is. */
@FunctionalInterface
interface Arrival {

    /** @param wish as the client wishes to be called, unchecked */
    Participant named(@Nullable String wish);
}
