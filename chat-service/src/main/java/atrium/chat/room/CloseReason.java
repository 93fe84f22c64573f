package atrium.chat.room;

/** Why a member's connection is ended from our side: the close codes of RFC 6455, section 7.4.1, and chat's own. */
public enum CloseReason {
    GOING_AWAY(1001, "going away"),
    PROTOCOL_ERROR(1002, "protocol error"),
    UNSUPPORTED_DATA(1003, "text only"),
    INVALID_UTF8(1007, "not UTF-8"),
    INVALID_DEFLATE(1007, "not deflate"),
    TOO_MANY_CONTROLS(1008, "too many pings"),
    TOO_MANY_FRAGMENTS(1008, "too many fragments"),
    TOO_BIG(1009, "message too big"),
    UNAUTHENTICATED(4001, "unauthenticated"),
    ROOM_FULL(4003, "room full"),
    SLOW_CONSUMER(4008, "slow consumer"),
    KICKED(4010, "kicked"),
    ROOM_PRIVATE(4011, "room private");

    private final int code;
    private final String text;

    CloseReason(int code, String text) {
        this.code = code;
        this.text = text;
    }

    public int code() {
        return code;
    }

    public String text() {
        return text;
    }
}
