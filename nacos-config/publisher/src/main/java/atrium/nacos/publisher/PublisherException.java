package atrium.nacos.publisher;

/** Why nothing more was published: one line for the operator, saying what to do, and the exit code. */
final class PublisherException extends RuntimeException {

    private final ExitCode code;

    PublisherException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    ExitCode code() {
        return code;
    }
}
