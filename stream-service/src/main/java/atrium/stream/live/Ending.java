package atrium.stream.live;

/**
 * Why a viewer gets nothing, or nothing more.
 *
 * @param detail for people; holds no credentials
 */
public record Ending(Cause cause, String detail) {

    /** The table of endings; how each looks over HTTP is said at the edge. */
    public enum Cause {
        /** The service stops: another instance may have the stream (RFC 6455, section 7.4.1). */
        GOING_AWAY(1001),
        /** There is no such stream, or nobody publishes it. */
        NOT_FOUND(4404),
        /** The source did not come, or did not come back. */
        UNAVAILABLE(4504);

        private final int webSocketCode;

        Cause(int webSocketCode) {
            this.webSocketCode = webSocketCode;
        }

        public int webSocketCode() {
            return webSocketCode;
        }
    }

    static Ending notFound(String detail) {
        return new Ending(Cause.NOT_FOUND, detail);
    }

    static Ending unavailable(String detail) {
        return new Ending(Cause.UNAVAILABLE, detail);
    }
}
