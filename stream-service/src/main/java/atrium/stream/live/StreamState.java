package atrium.stream.live;

/** What a stream's source does. */
public enum StreamState {
    IDLE("idle"),
    STARTING("starting"),
    LIVE("live"),
    BACKING_OFF("backing-off");

    private final String text;

    StreamState(String text) {
        this.text = text;
    }

    /** As REST shows it. */
    public String text() {
        return text;
    }
}
