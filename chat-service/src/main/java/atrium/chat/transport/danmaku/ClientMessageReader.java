package atrium.chat.transport.danmaku;

import atrium.chat.message.Content;
import atrium.chat.message.Kind;
import atrium.chat.message.RoomName;
import atrium.chat.message.Style;
import atrium.chat.problem.ChatProblem;
import atrium.chat.room.CloseReason;
import java.util.Map;

/** Reads a frame's text into a {@link ClientMessage}. Never throws for what a client sent; unknown fields are skipped. */
final class ClientMessageReader {

    private static final int LONGEST_TICK = 32;

    /** What many clients write as the password of who has none. */
    private static final String VISITOR = "1234567890123456";

    private ClientMessageReader() {}

    static ClientMessage read(String text) {
        return Stt.parse(text)
                .map(ClientMessageReader::interpret)
                .orElseGet(
                        () -> new ClientMessage.Broken(CloseReason.PROTOCOL_ERROR, "not key@=value/, each key once"));
    }

    private static ClientMessage interpret(Map<String, String> fields) {
        try {
            return switch (fields.getOrDefault("type", "")) {
                case "loginreq" -> login(fields);
                case "joingroup" -> join(fields);
                case "chatmsg" -> new ClientMessage.Chat(content(fields));
                case "mrkl" -> new ClientMessage.Mrkl();
                case "keeplive" -> keepLive(fields);
                case "logout" -> new ClientMessage.Logout();
                default ->
                    new ClientMessage.Refused(
                            ChatProblem.UNKNOWN_TYPE,
                            "type: expected loginreq, joingroup, chatmsg, mrkl, keeplive or logout");
            };
        } catch (IllegalArgumentException e) {
            return new ClientMessage.Refused(ChatProblem.INVALID, String.valueOf(e.getMessage()));
        }
    }

    private static ClientMessage login(Map<String, String> fields) {
        String password = fields.getOrDefault("password", "");
        boolean token = !password.isBlank() && !password.equals(VISITOR);
        return new ClientMessage.Login(fields.getOrDefault("nn", fields.get("username")), token ? password : null);
    }

    private static ClientMessage join(Map<String, String> fields) {
        try {
            return new ClientMessage.Join(RoomName.parse(fields.getOrDefault("rid", "")));
        } catch (IllegalArgumentException e) {
            return new ClientMessage.Refused(ChatProblem.ROOM_NAME, "rid: " + e.getMessage());
        }
    }

    private static Content content(Map<String, String> fields) {
        String text = fields.getOrDefault("txt", "");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("txt: empty");
        }
        Style style = Palette.color(fields.getOrDefault("col", "0"))
                .map(color -> new Style(color, null, null))
                .orElse(null);
        return new Content(Kind.DANMAKU, text, style, null);
    }

    private static ClientMessage keepLive(Map<String, String> fields) {
        String tick = fields.getOrDefault("tick", "");
        if (tick.length() > LONGEST_TICK) {
            throw new IllegalArgumentException("tick: longer than " + LONGEST_TICK);
        }
        return new ClientMessage.KeepLive(tick);
    }
}
