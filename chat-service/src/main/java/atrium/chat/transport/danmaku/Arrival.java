package atrium.chat.transport.danmaku;

import atrium.chat.session.Participant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Where a client has come from; with the name and the token that it then says, this is who it is. */
@FunctionalInterface
interface Arrival {

    /**
     * Who it is.
     *
     * @param wish as the client wishes to be called, unchecked
     * @param who as its token says; null if it said none
     */
    Participant named(@Nullable String wish, @Nullable Authentication who);
}
