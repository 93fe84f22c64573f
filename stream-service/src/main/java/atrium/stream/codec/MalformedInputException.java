package atrium.stream.codec;

/**
 * A peer sent bytes that are not what its protocol or format allows.
 *
 * <p>That is the peer's fault and no surprise, so there is no stack trace to fill in: whoever reads from a peer counts
 * it, logs the message and closes.
 */
public final class MalformedInputException extends RuntimeException {

    /** @param message the value that was found and what was expected instead */
    public MalformedInputException(String message) {
        super(message, null, false, false);
    }
}
