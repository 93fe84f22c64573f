package atrium.stream.live;

/** A stream has nothing for a viewer; expected, so without a stack trace. */
public final class StreamEndedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Ending ending;

    StreamEndedException(Ending ending) {
        super(ending.detail(), null, false, false);
        this.ending = ending;
    }

    public Ending ending() {
        return ending;
    }
}
