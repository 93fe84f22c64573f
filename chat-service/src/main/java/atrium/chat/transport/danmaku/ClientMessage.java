package atrium.chat.transport.danmaku;

import atrium.chat.message.Content;
import atrium.chat.message.RoomName;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.CloseReason;
import org.jspecify.annotations.Nullable;

/** What a danmaku client says. */
sealed interface ClientMessage {

    /**
     * {@code loginreq}.
     *
     * @param name as the client wishes to be called, unchecked
     * @param token the password, unchecked
     */
    record Login(@Nullable String name, @Nullable String token) implements ClientMessage {

        /** Without the token, which belongs into no log. */
        @Override
        public String toString() {
            return "Login[name=" + name + "]";
        }
    }

    /** {@code joingroup}. */
    record Join(RoomName room) implements ClientMessage {}

    /** {@code chatmsg}. */
    record Chat(Content content) implements ClientMessage {}

    /** {@code mrkl}, the sign of life of newer clients. */
    record Mrkl() implements ClientMessage {}

    /** {@code keeplive}, that of older ones. @param tick echoed in the answer */
    record KeepLive(String tick) implements ClientMessage {}

    /** {@code logout}. */
    record Logout() implements ClientMessage {}

    /** Not a message of the protocol, but the next one may be. */
    record Refused(ChatProblem problem, String detail) implements ClientMessage {}

    /** Not the protocol at all; nothing that follows can be understood. */
    record Broken(CloseReason reason, String detail) implements ClientMessage {}
}
