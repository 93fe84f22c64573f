package atrium.stream.access;

/**
 * A source that is not pulled. The message says what is wrong and what would be right; it holds no credentials and may
 * be shown to whoever configured the source.
 */
public final class SourceRefusedException extends Exception {

    private static final long serialVersionUID = 1;

    public SourceRefusedException(String message) {
        super(message);
    }
}
