package atrium.chat.transport.danmaku;

/** How far a session has come, and how long it may stay there. Confined to the session's event loop. */
final class Progress {

    private final DanmakuProtocol protocol;
    private State state = State.STRANGER;
    private long reachedAt;
    private long heardAt;

    Progress(DanmakuProtocol protocol) {
        this.protocol = protocol;
        this.reachedAt = protocol.now();
        this.heardAt = reachedAt;
    }

    /** The states of a session, in their order. */
    enum State {
        STRANGER,
        LOGGED_IN,
        IN_ROOM,
        /** The last word is said; nothing is heard any more. */
        CLOSING
    }

    State state() {
        return state;
    }

    boolean open() {
        return state != State.CLOSING;
    }

    void reach(State next) {
        state = next;
        reachedAt = protocol.now();
    }

    /** A whole message came, whatever it says. */
    void heard(long now) {
        heardAt = now;
    }

    /** Nanoseconds until somebody must have come on, or spoken; none are left if it is too late. */
    long left() {
        long deadline = switch (state) {
            case STRANGER, LOGGED_IN -> reachedAt + protocol.patienceNanos();
            case IN_ROOM, CLOSING -> heardAt + protocol.silenceNanos();
        };
        return deadline - protocol.now();
    }
}
