package atrium.platform.tcp;

import org.jspecify.annotations.Nullable;

/** The states of RFC 9293, section 3.3.2, in the order of Linux' {@code include/net/tcp_states.h}, which counts from 1. */
enum TcpState {
    ESTABLISHED,
    SYN_SENT,
    SYN_RECV,
    FIN_WAIT1,
    FIN_WAIT2,
    TIME_WAIT,
    CLOSE,
    CLOSE_WAIT,
    LAST_ACK,
    LISTEN,
    CLOSING;

    private static final TcpState[] BY_NUMBER = values();

    /** The state that {@code /proc/net/tcp} writes as {@code hex}, or {@code null} for one it does not know. */
    static @Nullable TcpState of(String hex) {
        int number = Integer.parseInt(hex, 16);
        return number >= 1 && number <= BY_NUMBER.length ? BY_NUMBER[number - 1] : null;
    }
}
