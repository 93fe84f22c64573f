package atrium.stream.live;

/** The stream object is no longer in use, since nobody needed it: look the name up again. */
final class StreamClosedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StreamClosedException() {
        super("closed", null, false, false);
    }
}
