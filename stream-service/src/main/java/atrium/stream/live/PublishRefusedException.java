package atrium.stream.live;

/** A stream takes no publisher now; the message says why. Expected, so without a stack trace. */
public final class PublishRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PublishRefusedException(String message) {
        super(message, null, false, false);
    }
}
