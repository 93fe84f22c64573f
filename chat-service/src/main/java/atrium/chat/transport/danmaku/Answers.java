package atrium.chat.transport.danmaku;

import atrium.chat.message.Sender;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.CloseReason;
import java.util.Locale;

/** What the server says to one client. */
final class Answers {

    private Answers() {}

    /** With the fields that clients expect; what Atrium does not have is 0. */
    static Stt loggedIn(Sender self) {
        return Stt.of("loginres")
                .with("userid", self.id())
                .with("roomgroup", "0")
                .with("pg", "0")
                .with("sessionid", "0")
                .with("username", self.name())
                .with("nickname", self.name())
                .with("live_stat", "0")
                .with("npv", "0");
    }

    static Stt mrkl() {
        return Stt.of("mrkl");
    }

    static Stt keepLive(String tick) {
        return Stt.of("keeplive").with("tick", tick);
    }

    static Stt error(ChatProblem problem, String detail) {
        return error(problem.wire(), detail);
    }

    /** The last word on a connection. */
    static Stt error(CloseReason reason, String detail) {
        return error(reason.name().toLowerCase(Locale.ROOT), detail);
    }

    private static Stt error(String code, String detail) {
        return Stt.of("error").with("code", code).with("detail", detail);
    }
}
