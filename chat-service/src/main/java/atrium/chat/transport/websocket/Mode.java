package atrium.chat.transport.websocket;

/** The two ways to talk, chosen by the subprotocol that the client offers. */
enum Mode {
    /** No subprotocol. */
    PLAIN,
    /** {@link #SUBPROTOCOL}. */
    JSON;

    static final String SUBPROTOCOL = "atrium.chat.v1";
}
