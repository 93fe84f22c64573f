package atrium.chat.problem;

import atrium.platform.problem.ProblemType;
import org.springframework.http.HttpStatus;

/**
 * Chat's errors, over REST and inside a WebSocket. The same line has two spellings: {@link #code()} in problem+json, as
 * all of Atrium's problems, and {@link #wire()} in the JSON protocol.
 */
public enum ChatProblem implements ProblemType {
    ROOM_NAME("room-name", HttpStatus.BAD_REQUEST, "The room's name is not valid"),
    ROOM_NOT_FOUND("room-not-found", HttpStatus.NOT_FOUND, "There is no such room now"),
    TOO_MANY_ROOMS("too-many-rooms", HttpStatus.SERVICE_UNAVAILABLE, "No more rooms can be opened"),
    UPGRADE_REQUIRED("upgrade-required", HttpStatus.UPGRADE_REQUIRED, "This is a WebSocket"),
    SUBPROTOCOL("subprotocol", HttpStatus.BAD_REQUEST, "None of the offered subprotocols is spoken here"),
    ORIGIN_NOT_ALLOWED("origin-not-allowed", HttpStatus.FORBIDDEN, "Pages from there may not connect"),
    TOO_MANY_CONNECTIONS("too-many-connections", HttpStatus.TOO_MANY_REQUESTS, "Too many connections from one address"),
    GOING_AWAY("going-away", HttpStatus.SERVICE_UNAVAILABLE, "This instance is stopping"),
    MALFORMED("malformed", HttpStatus.BAD_REQUEST, "The message cannot be read"),
    UNKNOWN_TYPE("unknown-type", HttpStatus.BAD_REQUEST, "There is no message of this type"),
    INVALID("invalid", HttpStatus.BAD_REQUEST, "A field of the message is not valid"),
    TOO_LARGE("too-large", HttpStatus.CONTENT_TOO_LARGE, "The message is too large"),
    MESSAGE_NOT_FOUND("message-not-found", HttpStatus.NOT_FOUND, "There is no such message any more"),
    MEMBER_NOT_FOUND("member-not-found", HttpStatus.NOT_FOUND, "There is no such member now"),
    MUTED("muted", HttpStatus.FORBIDDEN, "Not allowed to speak in this room"),
    BANNED_WORDS("banned-words", HttpStatus.UNPROCESSABLE_CONTENT, "The text is not allowed in this room"),
    SLOW_MODE("slow-mode", HttpStatus.TOO_MANY_REQUESTS, "The room is in slow mode"),
    RATE_LIMITED("rate-limited", HttpStatus.TOO_MANY_REQUESTS, "Too many messages in a short time"),
    BUSY("busy", HttpStatus.SERVICE_UNAVAILABLE, "The room has more to deliver than it can");

    private final Line line;

    ChatProblem(String code, HttpStatus status, String title) {
        this.line = new Line(code, status, title);
    }

    @Override
    public Line line() {
        return line;
    }

    /** The code inside the JSON protocol, e.g. {@code rate_limited}. */
    public String wire() {
        return code().replace('-', '_');
    }
}
